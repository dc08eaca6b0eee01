"""Addresses of files: signed, so that the address itself is the right to look, for ten minutes at most.

Within five minutes the same file has the same address, so that browsers keep it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from media_library.models import Asset

LIFE = 600
STEP = 300
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an address leads to; `rendition` "" is the original."""

    organization_id: int
    sha256: str
    rendition: str


class _Signer(signing.TimestampSigner):
    def timestamp(self) -> str:
        """The beginning of the running step."""
        now = int(time.time())
        return signing.b62_encode(now - now % STEP)


def address(asset: Asset, rendition: str = "") -> str:
    """Where a browser finds the file ("thumb", "small", or "" for the original). Make it anew for each page."""
    return address_of(asset.organization_id, asset.sha256, rendition)


def address_of(organization_id: int, sha256: str, rendition: str = "") -> str:
    """The same by content."""
    signed = _signer().sign(f"{organization_id}.{sha256}.{rendition}")
    return settings.MEDIA_ORIGIN + reverse("media_library:file", args=[signed])


def logo(organization_id: int, sha256: str) -> str:
    """Where a browser finds a logo, small; "" where there is none."""
    return address_of(organization_id, sha256, "icon") if sha256 else ""


def place_of(signed: str) -> Place | None:
    """What a signed address leads to; None when it is forged or too old."""
    try:
        organization, sha256, rendition = _signer().unsign(signed, max_age=LIFE).split(".")
    except (signing.BadSignature, ValueError):
        return None
    return Place(int(organization), sha256, rendition)


def _signer() -> _Signer:
    return _Signer(salt="media_library.addresses")
