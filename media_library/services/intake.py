"""Taking a person's file in: judged, made anew without its meta data, stored under its content."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Brand
from core import ledger
from core.ledger import Actor, By
from media_library import encoding, reading, store
from media_library.encoding import Encoded
from media_library.errors import Unusable
from media_library.models import Asset
from media_library.services.renditions import content, picture_for, picture_of, rendition

__all__ = ["content", "picture_for", "picture_of", "rendition", "take_in"]

NAME_LENGTH = 120
ENDINGS = {encoding.JPEG: ".jpg", encoding.PNG: ".png"}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def take_in(brand: Brand, upload: File[bytes], by: By, alt: str = "") -> Asset:
    """A new asset of `brand` made from `upload`. Equal pictures share their bytes. Raises Unusable with a sentence."""
    made = encoding.encode(reading.picture(_bytes(upload)))
    sha256 = hashlib.sha256(made.content).hexdigest()
    store.write(made.content, brand.organization_id, sha256)
    return _record(brand, made, sha256, by, name=clean_name(upload.name or "", made.mime), alt=alt)


def clean_name(name: str, mime: str) -> str:
    """A name that is safe to show and to save under: no folders, no control signs, our ending, 120 characters at most."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = _UNPRINTABLE.sub("", unicodedata.normalize("NFC", last)).strip(" .")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem).strip(" .")[: NAME_LENGTH - 5]
    return f"{stem or 'picture'}{ENDINGS[mime]}"


def _bytes(upload: File[bytes]) -> bytes:
    """The whole upload; one that is too large is not even read."""
    if (upload.size or 0) > reading.MAX_BYTES:
        raise Unusable(_("This file is larger than 20 MB. Make it smaller and try again."))
    found: bytes = upload.read()
    return found


def _record(brand: Brand, made: Encoded, sha256: str, by: By, *, name: str, alt: str) -> Asset:
    with transaction.atomic():
        asset: Asset = Asset.objects.create(
            organization_id=brand.organization_id,
            brand=brand,
            sha256=sha256,
            mime=made.mime,
            byte_size=len(made.content),
            width=made.width,
            height=made.height,
            name=name,
            alt=alt,
            uploaded_by_id=int(by.id) if by.kind == Actor.PERSON else None,
        )
        ledger.record("media_library.asset_added", f"asset:{asset.pk}", by=by, brand_id=brand.pk, name=name)
    return asset
