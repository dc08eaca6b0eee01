"""A file in other sizes: for pages, and as small as a network wants it. Made when first asked for, then kept."""

from __future__ import annotations

from collections.abc import Callable

from media_library import reading, store
from media_library.encoding import Encoded, encode, fitted, mime_of, within
from media_library.models import Asset
from networks.base import Picture
from networks.errors import Busy, Refused

SIDES = {"icon": 96, "thumb": 320, "small": 1080}
"""Renditions for pages: the longest side in pixels."""


def content(asset: Asset) -> bytes:
    """The bytes of the original (as we made it). Raises OSError."""
    return store.read(asset.organization_id, asset.sha256)


def rendition(asset: Asset, name: str) -> bytes:
    """The bytes of a rendition named in SIDES; "" is the original. Raises KeyError, OSError."""
    return rendition_of(asset.organization_id, asset.sha256, name)


def rendition_of(organization_id: int, sha256: str, name: str) -> bytes:
    """The same by content."""
    if not name:
        return store.read(organization_id, sha256)
    side = SIDES[name]
    return _kept(organization_id, sha256, name, lambda image: encode(fitted(image, side)))


def picture_for(asset: Asset, limit_bytes: int) -> Picture:
    """The asset as a network takes it, at most `limit_bytes`. Raises as `picture_of` does."""
    return picture_of(asset.organization_id, asset.sha256, alt=asset.alt, limit_bytes=limit_bytes)


def picture_of(organization_id: int, sha256: str, *, alt: str, limit_bytes: int) -> Picture:
    """The same by content. The bytes for one limit never change once they were made.

    Raises Refused when the file is gone or cannot be made small enough, Busy when the store cannot be read.
    """
    try:
        found = store.read(organization_id, sha256)
        if len(found) > limit_bytes:
            found = _kept(
                organization_id, sha256, f"max{limit_bytes}", lambda image: _squeezed(image, limit_bytes)
            )
    except FileNotFoundError as error:
        if store.is_there():
            raise Refused("picture_gone", sha256) from error
        raise Busy("media_unavailable", "no store") from error
    except OSError as error:
        raise Busy("media_unavailable", type(error).__name__) from error
    width, height = reading.size(found)
    return Picture(mime_of(found), len(found), width, height, alt, found)


def _squeezed(image: reading.Pixels, limit_bytes: int) -> Encoded:
    made = within(image, limit_bytes)
    if made is None:
        raise Refused("picture_too_big", f"not even tiny within {limit_bytes} bytes")
    return made


def _kept(organization_id: int, sha256: str, name: str, make: Callable[[reading.Pixels], Encoded]) -> bytes:
    try:
        return store.read(organization_id, sha256, name)
    except FileNotFoundError:
        image = reading.own(store.read(organization_id, sha256))
        return store.write(make(image).content, organization_id, sha256, name)
