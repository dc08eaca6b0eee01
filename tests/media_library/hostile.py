"""Files made to harm: what must be refused with a sentence, and what must be left of the others."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from PIL import Image

from tests.media_library import corpus, videos

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
XML_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (98 + n, 97 + n, 97 + n, 97 + n, 97 + n) for n in range(20)
    )
    + b"]><svg>&u;</svg>"
)

Make = Callable[[], bytes]


def zip_bomb() -> bytes:
    """50 MB of nothing in 50 KB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 50_000_000)
    return stream.getvalue()


def gif_of(frames: int) -> bytes:
    """One frame, ten thousand times."""
    whole = corpus.moving("GIF", 2)
    at = whole.rindex(b"\x21\xf9")
    return whole[:at] + whole[at:-1] * frames + b";"


def jpeg_that_says(width: int, height: int) -> bytes:
    """A JPEG whose header lies about its size."""
    whole = bytearray(corpus.jpeg())
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def webp_that_says(width: int, height: int) -> bytes:
    """The same as WebP."""
    bits = (width - 1) | (height - 1) << 14
    body = b"VP8L" + struct.pack("<I", 10) + b"\x2f" + struct.pack("<I", bits) + b"\0" * 5
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def avif() -> bytes:
    """A plain AVIF."""
    return corpus.saved(corpus.picture(), "AVIF")


def large_avif() -> bytes:
    """16 million pixels: more than are decoded."""
    return corpus.saved(Image.new("RGB", (4200, 4000)), "AVIF", speed=10)


def heic_that_says(width: int, height: int) -> bytes:
    """A small HEIC whose directory promises so many pixels."""
    whole = corpus.heic(64, 64)
    return whole.replace(struct.pack(">II", 64, 64), struct.pack(">II", width, height))


def endless_matroska() -> bytes:
    """A segment of unknown length with noise in it."""
    whole = videos.video("webm", "libvpx-vp9", "")
    return whole[:200] + b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" + bytes(range(256)) * 2000


REFUSED: dict[str, tuple[str, Make]] = {
    "nothing": ("nothing.jpg", lambda: b""),
    "page": ("page.jpg", lambda: corpus.HTML),
    "drawing with a script": ("logo.svg", lambda: corpus.SVG),
    "drawing named as a picture": ("logo.png", lambda: corpus.SVG),
    "xml bomb": ("bomb.svg", lambda: XML_BOMB),
    "pixel bomb": ("bomb.png", corpus.bomb_png),
    "line of two thousand million pixels": ("line.png", lambda: corpus.bomb_png(2_000_000_000, 1)),
    "text bomb": ("text.png", corpus.text_bomb_png),
    "scan bomb": ("scan.jpg", corpus.scan_bomb_jpeg),
    "ten thousand frames": ("many.gif", lambda: gif_of(10_000)),
    "zip bomb": ("photo.jpg", zip_bomb),
    "virus": ("eicar.jpg", lambda: EICAR),
    "script that begins like a gif": ("a.gif", lambda: b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"),
    "jpeg of 65,000 pixels a side": ("huge.jpg", lambda: jpeg_that_says(65_000, 65_000)),
    "webp of 16,000 pixels a side": ("huge.webp", lambda: webp_that_says(16_383, 16_383)),
    "avif of 16 million pixels": ("huge.avif", large_avif),
    "half a jpeg": ("half.jpg", lambda: corpus.jpeg(800, 600)[:4000]),
    "half a png": ("half.png", lambda: corpus.png(400, 300)[:120]),
    "half a webp": ("half.webp", lambda: corpus.saved(corpus.picture(800, 600), "WEBP")[:300]),
    "half an avif": ("half.avif", lambda: avif()[:200]),
    "half a gif": ("half.gif", lambda: corpus.saved(corpus.picture(), "GIF")[:200]),
    "heic without a picture": (
        "IMG_1.HEIC",
        lambda: videos.box(b"ftyp", b"heic\0\0\0\0mif1heic") + b"\0" * 400,
    ),
    "heic that moves": ("IMG_2.HEIC", corpus.heic_sequence),
    "half a heic": ("IMG_3.HEIC", lambda: corpus.heic(400, 300)[:1200]),
    "heic of 26 million pixels": ("IMG_4.HEIC", lambda: heic_that_says(6500, 4000)),
    "heic of 65,000 pixels a side": ("IMG_5.HEIC", lambda: heic_that_says(65_000, 65_000)),
    "program": ("setup.jpg", lambda: b"MZ" + b"\0" * 400),
    "document": ("doc.jpg", lambda: b"%PDF-1.7\n" + b"\0" * 400),
    "noise": ("noise.png", lambda: bytes(range(256)) * 40),
    "signature alone": ("sig.png", lambda: b"\x89PNG\r\n\x1a\n"),
    "film without a directory": ("a.mp4", videos.without_directory),
    "film with a bad directory": ("a.mp4", videos.with_bad_directory),
    "film cut after a tenth": ("a.mp4", lambda: videos.cut(0.1)),
    "film cut near its end": ("a.mp4", lambda: videos.cut(0.8)),
    "directory two thousand deep": ("a.mp4", videos.nested),
    "directory of zeros": (
        "a.mp4",
        lambda: videos.box(b"ftyp", b"isom\0\0\2\0isom") + videos.box(b"moov", b"\0" * 999),
    ),
    "sound alone": ("a.mp4", lambda: videos.video(pictures="")),
    "old pictures": ("a.mp4", lambda: videos.video(pictures="mpeg4")),
    "raw sound": ("a.mov", lambda: videos.video("mov", sound="pcm_s16le")),
    "mp4's pictures in matroska": ("a.webm", lambda: videos.video("matroska", sound="")),
    "endless matroska": ("a.webm", endless_matroska),
    "play list that opens files": (
        "a.mp4",
        lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    ),
    "play list behind a film's first bytes": (
        "a.mp4",
        lambda: b"\0\0\0\x18ftypisom\0\0\2\0isommp41\n#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/\n",
    ),
    "list of files": ("a.mp4", lambda: b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "film of eight pixels": ("a.mp4", lambda: videos.video(size=(8, 8), sound="")),
}
HARMLESS: dict[str, tuple[str, Make]] = {
    "picture and page in one": ("page.html", corpus.polyglot),
    "picture with a place": ("IMG_2.JPG", corpus.with_gps),
    "picture with texts": ("a.png", corpus.with_texts),
    "picture with a virus behind it": ("a.jpg", lambda: corpus.jpeg() + EICAR),
    "picture named as a script": ("a.php", corpus.jpeg),
    "picture named as a drawing": ("a.svg", corpus.png),
    "picture named as a film": ("a.mp4", corpus.png),
    "camera's pair": ("a.jpg", corpus.camera_pair),
    "avif": ("a.avif", avif),
    "camera's heic": ("IMG_7.HEIC", corpus.heic),
    "camera's pair as heic": ("IMG_8.HEIC", corpus.heic_pair),
    "page behind a heic": ("a.html", lambda: corpus.heic() + corpus.HTML),
    "path upwards": ("../../etc/passwd", corpus.jpeg),
    "path of windows": ("..\\..\\boot.ini", corpus.jpeg),
    "name with nothing in it": ("a\x00.php.jpg", corpus.jpeg),
    "name that turns around": ("\u202egpj.exe", corpus.jpeg),
    "name of 300 characters": ("x" * 300 + ".jpg", corpus.jpeg),
    "name with a header": ('a"\r\nSet-Cookie: a=b.jpg', corpus.jpeg),
    "name of markup": ("<img src=x onerror=alert(1)>.jpg", corpus.jpeg),
    "film with a place": ("a.mov", lambda: videos.video("mov")),
    "film and page in one": ("a.mp4", lambda: videos.video() + corpus.HTML),
    "film with a page in a box": ("a.mp4", lambda: videos.with_box(b"free", corpus.HTML + EICAR)),
    "film with a place in a box": ("a.mp4", lambda: videos.with_box(b"udta", videos.PLACE)),
    "film named as a picture": ("a.jpg", videos.video),
    "webm": ("a.webm", lambda: videos.video("webm", "libvpx-vp9", "libopus")),
}
LEFT_OUT = (corpus.CANARY, EICAR[:20], b"<script", b"<html", videos.PLACE, b"Exif", b"GPS")
"""What must not be left in anything that is kept."""
