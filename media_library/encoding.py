"""From pixels to the bytes that we keep and send: JPEG, or PNG where something is transparent."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image

JPEG, PNG = "image/jpeg", "image/png"
MP4, WEBM = "video/mp4", "video/webm"
QUALITY = 88
QUALITIES = (88, 80, 70)
SMALLEST = 64
"""Pixels; nothing is shrunk below."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A finished file. Sizes in pixels."""

    content: bytes
    mime: str
    width: int
    height: int


def encode(image: Image.Image, quality: int = QUALITY) -> Encoded:
    """The picture as a file without any meta data. The same pixels make the same bytes."""
    kept = _without_needless_alpha(image)
    stream = io.BytesIO()
    if kept.mode == "RGBA":
        kept.save(stream, "PNG", compress_level=6)
        return Encoded(stream.getvalue(), PNG, *kept.size)
    kept.save(stream, "JPEG", quality=quality, progressive=True, optimize=True)
    return Encoded(stream.getvalue(), JPEG, *kept.size)


def within(image: Image.Image, limit_bytes: int) -> Encoded | None:
    """The best file of at most `limit_bytes`: less quality first, then fewer pixels. None when none is small enough."""
    while max(image.size) >= SMALLEST:
        for quality in QUALITIES if image.mode == "RGB" else QUALITIES[:1]:
            made = encode(image, quality)
            if len(made.content) <= limit_bytes:
                return made
        image = _shrunk(image, math.sqrt(limit_bytes / len(made.content)))
    return None


def fitted(image: Image.Image, side: int) -> Image.Image:
    """The picture with at most `side` pixels a side."""
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def kind_of(head: bytes) -> str:
    """The media type of a file that begins so; "" for anything that is none of those we make."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[4:8] == b"ftyp":
        return MP4
    return WEBM if head.startswith(b"\x1a\x45\xdf\xa3") else ""


def mime_of(content: bytes) -> str:
    """The media type of a file that `encode` made."""
    return PNG if content.startswith(b"\x89PNG") else JPEG


def _shrunk(image: Image.Image, wanted: float) -> Image.Image:
    factor = min(0.9, max(0.1, wanted * 0.95))
    return fitted(image, max(1, int(max(image.size) * factor)))


def _without_needless_alpha(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image
