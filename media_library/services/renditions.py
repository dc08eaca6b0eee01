"""A file in other sizes and shapes: for pages, and as a network wants it. Made when first asked for, then kept.

The stills of a video are made from its poster, which is kept as the rendition "poster".
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from media_library import reading, store
from media_library.cropping import Box
from media_library.encoding import Encoded, encode, fitted, mime_of, within
from media_library.models import Asset
from networks.base import Picture
from networks.errors import Busy, Refused

SIDES = {"icon": 96, "thumb": 320, "card": 640, "small": 1080, "full": 2048}
"""Renditions for pages: the longest side in pixels."""
POSTER = "poster"

_one_at_a_time = threading.Lock()


def content(asset: Asset) -> bytes:
    """The bytes of the original (as we made it). Raises OSError."""
    return store.read(asset.organization_id, asset.sha256)


def rendition(asset: Asset, name: str) -> bytes:
    """The bytes of a rendition named in SIDES; "" is the original. Raises KeyError, OSError."""
    return rendition_of(asset.organization_id, asset.sha256, name)


def rendition_of(organization_id: int, sha256: str, name: str) -> bytes:
    """The same by content."""
    if name in ("", POSTER):
        return store.read(organization_id, sha256, name)
    side = SIDES[name]
    return _kept(organization_id, sha256, name, lambda image: encode(fitted(image, side)))


def picture_for(asset: Asset, limit_bytes: int) -> Picture:
    """The asset as a network takes it, at most `limit_bytes`. Raises as `picture_of` does."""
    return picture_of(asset.organization_id, asset.sha256, alt=asset.alt, limit_bytes=limit_bytes)


def picture_of(
    organization_id: int, sha256: str, *, alt: str, limit_bytes: int, crop: Box | None = None
) -> Picture:
    """The same by content, or the part `crop` of it. The bytes for one limit and crop never change once they were made.

    Raises Refused when the file is gone or cannot be made small enough, Busy when the store cannot be read.
    """
    try:
        found = _whole(organization_id, sha256, crop)
        if len(found) > limit_bytes:
            found = _kept(
                organization_id,
                sha256,
                f"{_part(crop)}max{limit_bytes}",
                lambda image: _squeezed(cut(image, crop), limit_bytes),
            )
    except FileNotFoundError as error:
        if store.is_there(organization_id):
            raise Refused("picture_gone", sha256) from error
        raise Busy("media_unavailable", "no store") from error
    except OSError as error:
        raise Busy("media_unavailable", type(error).__name__) from error
    width, height = reading.size(found)
    return Picture(mime_of(found), len(found), width, height, alt, found)


def cut(image: reading.Pixels, crop: Box | None) -> reading.Pixels:
    """The part of the picture, or all of it."""
    return image if crop is None else image.crop(crop.pixels(*image.size))


def _whole(organization_id: int, sha256: str, crop: Box | None) -> bytes:
    """The original, or the part of it in full size."""
    if crop is None:
        return store.read(organization_id, sha256)
    return _kept(organization_id, sha256, _part(crop), lambda image: encode(cut(image, crop)))


def _part(crop: Box | None) -> str:
    return "" if crop is None else f"crop{crop.key()}"


def _squeezed(image: reading.Pixels, limit_bytes: int) -> Encoded:
    made = within(image, limit_bytes)
    if made is None:
        raise Refused("picture_too_big", f"not even tiny within {limit_bytes} bytes")
    return made


def _kept(organization_id: int, sha256: str, name: str, make: Callable[[reading.Pixels], Encoded]) -> bytes:
    """The file of this name, made if need be: one at a time in a process; among processes the first one's stays."""
    try:
        return store.read(organization_id, sha256, name)
    except FileNotFoundError:
        pass
    with _one_at_a_time:
        try:
            return store.read(organization_id, sha256, name)
        except FileNotFoundError:
            image = reading.own(_still(organization_id, sha256))
            return store.write(make(image).content, organization_id, sha256, name)


def _still(organization_id: int, sha256: str) -> bytes:
    try:
        return store.read(organization_id, sha256, POSTER)
    except FileNotFoundError:
        return store.read(organization_id, sha256)
