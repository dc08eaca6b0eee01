"""Files that people and attackers upload, made in code."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

CANARY = b"CNRY-meta-data"
BAKU = {1: "N", 2: (40.0, 22.0, 33.0), 3: "E", 4: (49.0, 50.0, 1.0)}


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The file of an image."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def picture(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    """A gradient with a red top left corner."""
    made = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    made.paste((255, 0, 0), (0, 0, max(1, width // 4), max(1, height // 4)))
    return made.convert(mode)


def jpeg(width: int = 40, height: int = 30, **options: Any) -> bytes:
    """A plain JPEG."""
    return saved(picture(width, height), "JPEG", **options)


def png(width: int = 40, height: int = 30, mode: str = "RGB") -> bytes:
    """A plain PNG."""
    return saved(picture(width, height, mode), "PNG")


def with_gps(orientation: int = 1) -> bytes:
    """A camera's JPEG: place, maker, orientation, comment and a colour profile."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825).update(BAKU)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return jpeg(exif=exif, comment=CANARY, icc_profile=profile)


def with_texts() -> bytes:
    """A PNG with text chunks."""
    texts = PngInfo()
    texts.add_text("Comment", CANARY.decode())
    texts.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    return saved(picture(), "PNG", pnginfo=texts)


def heic(width: int = 40, height: int = 30, mode: str = "RGB", **options: Any) -> bytes:
    """A phone's photo: HEVC pictures in tiles, a place, a maker and a colour profile beside them."""
    made = pillow_heif.from_pillow(picture(width, height, mode))
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    exif[0x0112] = options.pop("orientation", 1)
    exif.get_ifd(0x8825).update(BAKU)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stream = io.BytesIO()
    made.save(stream, exif=exif.tobytes(), xmp=CANARY, icc_profile=profile, **options)
    return stream.getvalue()


def heic_pair() -> bytes:
    """Two pictures in one HEIC, the second of higher rank."""
    made = pillow_heif.from_pillow(picture(20, 20))
    made.add_from_pillow(picture(40, 30))
    stream = io.BytesIO()
    made.save(stream, primary_index=1)
    return stream.getvalue()


def heic_sequence() -> bytes:
    """A HEIC that calls itself a film of pictures."""
    whole = heic()
    return whole[:8] + b"msf1" + whole[12:]


def half_transparent() -> Image.Image:
    """RGBA whose left half cannot be seen."""
    made = picture(mode="RGBA")
    made.paste((0, 0, 0, 0), (0, 0, 20, 30))
    return made


def moving(kind: str = "GIF", frames: int = 3) -> bytes:
    """An animation: a white square that jumps."""
    first, *rest = [_frame(index) for index in range(frames)]
    return saved(first, kind, save_all=True, append_images=rest, duration=50)


def _frame(index: int) -> Image.Image:
    made = Image.new("RGB", (20, 20))
    made.paste((255, 255, 255), (index % 2 * 10, 0, index % 2 * 10 + 10, 20))
    return made


def camera_pair() -> bytes:
    """An MPO: two JPEGs in one file, as phones make them."""
    return saved(picture(), "MPO", save_all=True, append_images=[picture()])


def bomb_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A header that promises 2.5 thousand million pixels, with little behind it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def text_bomb_png() -> bytes:
    """A PNG whose compressed text unpacks to 200 MB."""
    text = b"Comment\0\0" + zlib.compress(b"A" * 200_000_000, 9)
    whole = png()
    return whole[:33] + _chunk(b"zTXt", text) + whole[33:]


def scan_bomb_jpeg() -> bytes:
    """A progressive JPEG that repeats its last scan thousands of times."""
    whole = jpeg(1000, 1000, progressive=True)
    at = whole.rindex(b"\xff\xda")
    return whole[:at] + whole[at:-2] * 5000 + whole[-2:]


def polyglot() -> bytes:
    """A JPEG that is a page with a script as well."""
    return jpeg(comment=b"<html><script>alert(1)</script></html>") + b"<html><script>alert(2)</script></html>"


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

NO_PICTURES = {
    "empty": b"",
    "svg": SVG,
    "html": HTML,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "zip": b"PK\x03\x04" + b"\0" * 200,
    "exe": b"MZ" + b"\0" * 400,
    "gif with a script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
    "tiff": saved(Image.new("RGB", (5, 5)), "TIFF"),
    "bmp": saved(Image.new("RGB", (5, 5)), "BMP"),
    "ico": saved(Image.new("RGB", (16, 16)), "ICO"),
    "half a jpeg": jpeg(400, 300)[:2000],
    "half a png": png(400, 300)[:120],
    "only a signature": b"\x89PNG\r\n\x1a\n",
    "jpeg header alone": b"\xff\xd8\xff\xe0",
    "webp header alone": b"RIFF\x10\0\0\0WEBPVP8 ",
    "noise": bytes(range(256)) * 40,
    "pixel bomb": bomb_png(),
    "wide bomb": bomb_png(2_000_000_000, 1),
    "text bomb": text_bomb_png(),
    "scan bomb": scan_bomb_jpeg(),
    "moving gif": moving("GIF"),
    "moving webp": moving("WEBP"),
    "moving png": moving("PNG"),
    "two thousand frames": moving("GIF", 2000),
}
