"""Taking a person's file in: judged, made anew without its meta data, stored under its content."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from core import ledger
from core.ledger import By
from media_library import encoding, parts, reading, searching, store, workshop
from media_library.errors import DiskTrouble, Full, Unusable
from media_library.models import Asset, Folder
from media_library.refusals import Why
from media_library.services import room
from media_library.services.renditions import POSTER, content, picture_for, picture_of, rendition
from media_library.workshop import Made

__all__ = ["content", "on_disk", "picture_for", "picture_of", "rendition", "take_in", "take_in_file"]

NAME_LENGTH = 120
NOT_KEPT = _(
    "Our disk is full or does not answer. That is our fault, not your file’s. "
    "Tell whoever runs this server, and choose the file again later."
)
ENDINGS = {encoding.JPEG: ".jpg", encoding.PNG: ".png", "video/mp4": ".mp4", "video/webm": ".webm"}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Label:
    """What is said about a new file."""

    name: str
    alt: str = ""
    folder: Folder | None = None


def take_in(brand: Brand, upload: File[bytes], by: By, alt: str = "", folder: Folder | None = None) -> Asset:
    """A new asset of `brand` made from `upload`, at most 20 MB. Equal files share their bytes.

    Raises Unusable with a sentence, also when it is our disk that does not take it: nothing of the file is kept then.
    """
    try:
        with parts.on_our_disk(NOT_KEPT), on_disk(upload) as path:
            return take_in_file(brand, path, by, Label(upload.name or "", alt, folder))
    except DiskTrouble as trouble:
        raise Unusable(trouble.sentence, code=trouble.code) from trouble


def take_in_file(brand: Brand, path: Path, by: By, label: Label) -> Asset:
    """The same from a file on this machine, which stays; a video may have 512 MB. Raises Unusable with a sentence."""
    with workshop.made_of(path) as made:
        room.refuse_full(0)
        _store(brand.organization_id, made)
        try:
            return _record(brand, made, by, label)
        except Full:
            with transaction.atomic():
                room.forget(made.sha256)
            raise


def clean_name(name: str, mime: str) -> str:
    """A name that is safe to show and to save under: no folders, no control signs, our ending, 120 characters at most."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain_name(name)).strip(" .")[: NAME_LENGTH - 5]
    return f"{stem or ('video' if mime.startswith('video/') else 'picture')}{ENDINGS[mime]}"


def plain_name(name: str) -> str:
    """The last part of a path as one line of printable signs, with whatever ending it has; may be empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNPRINTABLE.sub("", unicodedata.normalize("NFC", last)).strip(" .")


@contextmanager
def on_disk(upload: File[bytes]) -> Iterator[Path]:
    """The upload as a file; one that is too large is not even read."""
    if (upload.size or 0) > reading.MAX_BYTES:
        raise Unusable(workshop.sentence(Why.PICTURE_BYTES))
    with tempfile.NamedTemporaryFile(dir=store.scratch(), prefix="sent-") as file:
        for block in upload.chunks():
            file.write(block)
        file.flush()
        yield Path(file.name)


def _store(organization_id: int, made: Made) -> None:
    if made.poster is not None:
        store.write_file(made.poster, organization_id, made.sha256, POSTER)
    store.write_file(made.path, organization_id, made.sha256)


def _record(brand: Brand, made: Made, by: By, label: Label) -> Asset:
    name = clean_name(label.name, made.mime)
    with transaction.atomic():
        room.add(made.sha256, made.byte_size)
        _store(
            brand.organization_id, made
        )  # under the lock: whoever emptied the trash meanwhile took it away
        asset: Asset = Asset.objects.create(
            organization_id=brand.organization_id,
            brand=brand,
            kind=made.kind,
            sha256=made.sha256,
            mime=made.mime,
            byte_size=made.byte_size,
            width=made.width,
            height=made.height,
            duration_ms=made.duration_ms,
            name=name,
            original_name=plain_name(label.name)[:200],
            folder=label.folder,
            alt=label.alt,
            folded=searching.folded(name, label.alt, ()),
            uploaded_by_id=by.person_id,
        )
        ledger.record("media_library.asset_added", asset.subject, by=by, brand_id=brand.pk, name=name)
    return asset
