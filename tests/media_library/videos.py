"""Videos that people and attackers upload, made in code."""

from __future__ import annotations

import struct
import tempfile
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
from PIL import Image

from tests.media_library.corpus import CANARY

PLACE = b"+40.3777+049.8920/"


FRAME: Any = av.VideoFrame  # its method has no types


@cache
def video(
    container: str = "mp4",
    pictures: str = "libx264",
    sound: str = "aac",
    frames: int = 30,
    size: tuple[int, int] = (160, 90),
    movflags: str = "+use_metadata_tags",
) -> bytes:
    """A little film with a place and a comment in its meta data."""
    with tempfile.NamedTemporaryFile(suffix=f".{container}") as file:
        _film(file.name, container, (pictures, sound), (frames, size), movflags)
        return Path(file.name).read_bytes()


def _film(
    path: str, container: str, codecs: tuple[str, str], shape: tuple[int, tuple[int, int]], movflags: str
) -> None:
    (pictures, sound), (frames, size) = codecs, shape
    options = {"movflags": movflags} if container in {"mp4", "mov"} else {}
    with av.open(path, "w", format=container, options=options) as target:
        target.metadata["location"] = PLACE.decode()
        target.metadata["comment"] = CANARY.decode()
        seen = target.add_stream(pictures, rate=25) if pictures else None
        heard = target.add_stream(sound, rate=48_000) if sound else None
        if seen is not None:
            _pictures(target, seen, frames, size)
        if heard is not None:
            _sound(target, heard, frames)


def _pictures(target: Any, track: Any, frames: int, size: tuple[int, int]) -> None:
    track.width, track.height = size
    track.pix_fmt = "yuv420p"
    for number in range(frames):
        image = Image.new("RGB", size, (number * 7 % 255, 80, 120))
        target.mux(track.encode(FRAME.from_image(image)))
    target.mux(track.encode())


def _sound(target: Any, track: Any, frames: int) -> None:
    length = track.codec_context.frame_size or 960
    for number in range(frames * 1920 // length):
        frame = av.AudioFrame(
            format=track.codec_context.format.name, layout=track.codec_context.layout.name, samples=length
        )
        frame.rate, frame.time_base, frame.pts = 48_000, Fraction(1, 48_000), number * length
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        target.mux(track.encode(frame))
    target.mux(track.encode())


def turned() -> bytes:
    """A film that was held upright: the pictures lie, the header says by how much to turn them."""
    whole = bytearray(video(sound=""))
    at = whole.index(b"tkhd") + 4 + 40
    matrix = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 90 * 0x10000, 0, 0x40000000)
    whole[at : at + 36] = matrix
    return bytes(whole)


def cut(share: float) -> bytes:
    """Only the beginning of a film whose directory stands in front."""
    whole = video(frames=100, movflags="+faststart")
    return whole[: int(len(whole) * share)]


def without_directory() -> bytes:
    """Pictures and sound, and nothing that says where they are."""
    whole = video()
    return whole[: whole.index(b"moov") - 4]


def with_bad_directory() -> bytes:
    """Every size in the directory is a lie."""
    whole = bytearray(video())
    at = whole.index(b"stbl")
    whole[at + 4 : at + 200] = b"\xff" * 196
    return bytes(whole)


def box(name: bytes, content: bytes) -> bytes:
    """An MP4 box."""
    return struct.pack(">I", 8 + len(content)) + name + content


def nested(depth: int = 2000) -> bytes:
    """A directory in a directory in a directory."""
    content = b""
    for _ in range(depth):
        content = box(b"moov", content)
    return box(b"ftyp", b"isom\0\0\2\0isom") + content


def with_box(name: bytes, content: bytes) -> bytes:
    """A good film with one box more at its end."""
    return video() + box(name, content)
