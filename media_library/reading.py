"""From untrusted bytes to clean pixels: one still image, upright, in sRGB, without anything but its pixels.

Judged before decoding: size in bytes, format by content, size in pixels, one frame. No Django here: what people send is read
in a child process (see media_library.child), which may need about 250 MB.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageCms

from media_library.refusals import Refusal, Why

MAX_BYTES = 20_000_000
MAX_SIDE = 4096
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MAX_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 50_000_000, "GIF": 50_000_000, "WEBP": 13_000_000}
MAX_PIXELS["AVIF"] = MAX_PIXELS["WEBP"]
MAX_PIXELS["HEIF"] = 25_000_000
"""A WebP is held four times while it is decoded (16 bytes a pixel), an AVIF nearly so, a HEIC twice, others once (4)."""
MOVING = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
"""Formats that may hold an animation (a JPEG or HEIC with several pictures is a camera's: its first one is the picture)."""
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow's readers raise at malformed files."""
JPEG_BEGINS, START_OF_SCAN = b"\xff\xd8", b"\xff\xda"
MAX_SCANS = 100
"""Each scan of a progressive JPEG walks over the whole picture; cameras and programs make about ten."""
ROWS = 66
"""Divisible by every factor that a picture is shrunk by."""
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation: how to turn the picture so that it stands upright."""

Pixels = Image.Image


def size(content: bytes) -> tuple[int, int]:
    """Width and height of a file that we made."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        return image.size


def picture(path: Path, formats: tuple[str, ...] = FORMATS) -> Pixels:
    """The picture in a file of one of these formats, mode RGB or RGBA, at most MAX_SIDE pixels a side. Raises Refusal."""
    _refuse_scans(path)
    with _explained(), Image.open(path, formats=formats) as image:
        _refuse(image)
        turn = TURNS.get(image.getexif().get(ORIENTATION, 1))
        pixels = _upright(_small(_true_colours(image)), turn)
    pixels.info = {}
    return pixels


def own(content: bytes) -> Pixels:
    """The pixels of a file that we made, mode RGB or RGBA."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
    pixels.info = {}
    return pixels


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise Refusal(Why.BROKEN_PICTURE) from error


def _refuse_scans(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(JPEG_BEGINS)) == JPEG_BEGINS and file.read().count(START_OF_SCAN) > MAX_SCANS:
            raise Refusal(Why.BROKEN_PICTURE)


def _refuse(image: Image.Image) -> None:
    """Everything that the header tells, before any pixel is decoded."""
    width, height = image.size
    most = MAX_PIXELS[image.format or ""]
    if width * height > most:
        raise Refusal(Why.PIXELS, most // 1_000_000)
    if image.format in MOVING and getattr(image, "is_animated", False):
        raise Refusal(Why.MOVING)


def _true_colours(image: Image.Image) -> Image.Image:
    """The pixels as sRGB. A huge JPEG is halved while it is decoded; other huge pictures in strips, right after."""
    if image.width * image.height > MAX_SIDE**2:
        image.draft("RGB", (image.width // 2, image.height // 2))
    profile = image.info.get("icc_profile")
    factor = _factor(image.width * image.height)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if factor == 1 and image.mode == mode:
        image.load()
        return _in_srgb(image, profile)
    return _in_srgb(_in_strips(image, mode, factor), profile)


def _factor(pixels: int) -> int:
    """By how much a picture is shrunk while it is converted, so that both together need less than 256 MB."""
    if pixels <= MAX_SIDE**2:
        return 1
    return 2 if pixels <= 2 * MAX_SIDE**2 else 3


def _in_strips(image: Image.Image, mode: str, factor: int) -> Image.Image:
    """Convert and shrink without ever holding a second picture of full size; the first is let go at the end."""
    made = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, ROWS):
        strip = image.crop((0, top, image.width, min(top + ROWS, image.height)))
        converted = _converted(strip, mode)
        made.paste(converted.reduce(factor) if factor > 1 else converted, (0, top // factor))
    image.close()
    return made


def _converted(strip: Image.Image, mode: str) -> Image.Image:
    """16-bit grey is scaled to 8 bits; Pillow would cut it."""
    if strip.mode.startswith("I"):
        return strip.convert("I").point(lambda grey: grey / 256).convert("L").convert(mode)
    return strip.convert(mode)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours of a wider space (phones, cameras) as sRGB; a profile that cannot be used is left out."""
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ImageCms.profileToProfile(image, source, _SRGB, inPlace=True)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return image


_SRGB = ImageCms.createProfile("sRGB")


def _small(image: Image.Image) -> Image.Image:
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _upright(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return image.transpose(turn) if turn is not None else image.copy()
