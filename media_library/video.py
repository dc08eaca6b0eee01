"""A video without anything but its pictures and its sound: streams are copied, everything else stays behind.

No Django here: this runs in a child process (see media_library.child). Only the reader that belongs to the file's family is
ever asked, so that no play list or script can make it open another file or address.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError

from media_library.encoding import encode, fitted
from media_library.refusals import Refusal, Why
from media_library.signature import Family

MAX_SECONDS = 600
MAX_SIDE = 4096
MAX_PIXELS = 4096 * 2304
MIN_SIDE = 16
MAX_RATE = 120
POSTER_SIDE = 2048
POSTER_SECOND = 1.0
MOST_TRIES = 120
"""Packets that are looked at for the poster's frame."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a family is written: container, media type, ending, and the codecs that it may hold."""

    container: str
    mime: str
    pictures: frozenset[str]
    sounds: frozenset[str]
    options: tuple[tuple[str, str], ...] = ()


FORMS = {
    Family.MOV: Form(
        "mp4",
        "video/mp4",
        frozenset({"h264", "hevc"}),
        frozenset({"aac", "mp3"}),
        (("movflags", "+faststart"), ("fflags", "+bitexact")),
    ),
    Family.MATROSKA: Form(
        "webm",
        "video/webm",
        frozenset({"vp8", "vp9", "av1"}),
        frozenset({"opus", "vorbis"}),
        (("fflags", "+bitexact"),),
    ),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A clean video. Width and height as people see it, upright."""

    mime: str
    width: int
    height: int
    duration_ms: int


def take(path: Path, family: Family, clean: Path, poster: Path) -> Taken:
    """Write the clean video and a still of it. Raises Refusal."""
    form = FORMS[family]
    try:
        with av.open(str(path), format=str(family), metadata_errors="ignore") as source:
            picture, sound = _streams(source, form)
            _refuse(source, picture)
            seconds = _copied(source, [one for one in (picture, sound) if one is not None], clean, form)
            still = _still(source, picture, seconds)
    except (FFmpegError, OverflowError, MemoryError, ValueError, TypeError, ZeroDivisionError) as error:
        raise Refusal(Why.BROKEN_VIDEO) from error
    made = encode(still)
    poster.write_bytes(made.content)
    width, height = _upright(picture.width, picture.height, still)
    return Taken(form.mime, width, height, max(1, round(seconds * 1000)))


def _streams(source: Any, form: Form) -> tuple[Any, Any]:
    pictures = [one for one in source.streams.video if not _is_cover(one)]
    if not pictures:
        raise Refusal(Why.NO_VIDEO)
    if pictures[0].codec_context is None or pictures[0].codec_context.name not in form.pictures:
        raise Refusal(Why.CODEC)
    sound = next(iter(source.streams.audio), None)
    if sound is not None and (
        sound.codec_context is None or sound.codec_context.codec.canonical_name not in form.sounds
    ):
        raise Refusal(Why.SOUND)
    return pictures[0], sound


def _is_cover(stream: Any) -> bool:
    """A still picture that music files carry along."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _refuse(source: Any, picture: Any) -> None:
    """Everything that the header tells, before anything is decoded."""
    width, height = picture.width, picture.height
    if min(width, height) < MIN_SIDE or max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refusal(Why.FRAME, MAX_SIDE)
    if picture.average_rate and picture.average_rate > MAX_RATE:
        raise Refusal(Why.RATE, MAX_RATE)
    if source.duration and source.duration / av.time_base > MAX_SECONDS:
        raise Refusal(Why.DURATION, MAX_SECONDS // 60)


def _copied(source: Any, streams: list[Any], clean: Path, form: Form) -> float:
    """Copy these streams; returns the seconds that they really take."""
    ends: dict[int, float] = {}
    packets = 0
    with av.open(str(clean), "w", format=form.container, options=dict(form.options)) as target:
        copies = {stream.index: target.add_stream_from_template(stream) for stream in streams}
        for packet in source.demux(streams):
            if packet.dts is None:
                continue
            index = packet.stream.index
            packets += index == streams[0].index
            ends[index] = max(ends.get(index, 0.0), _end(packet))
            if ends[index] > MAX_SECONDS + 1:
                raise Refusal(Why.DURATION, MAX_SECONDS // 60)
            packet.stream = copies[index]
            target.mux(packet)
    if not packets or packets < streams[0].frames:
        raise Refusal(Why.CUT_VIDEO)
    return max(ends.values())


def _end(packet: Any) -> float:
    at = packet.pts if packet.pts is not None else packet.dts
    return float((at + (packet.duration or 0)) * (packet.time_base or Fraction(0)))


def _still(source: Any, picture: Any, seconds: float) -> Any:
    """A frame near the beginning, upright, as an image."""
    picture.codec_context.thread_count = 1
    source.seek(round(min(POSTER_SECOND, seconds / 2) * av.time_base))
    for tries, packet in enumerate(source.demux(picture)):
        for frame in packet.decode():
            return _image(frame)
        if tries > MOST_TRIES:
            break
    raise Refusal(Why.BROKEN_VIDEO)


def _image(frame: Any) -> Any:
    factor = min(1.0, POSTER_SIDE / max(frame.width, frame.height))
    small = frame.reformat(
        width=max(2, round(frame.width * factor)), height=max(2, round(frame.height * factor)), format="rgb24"
    )
    image = fitted(small.to_image(), POSTER_SIDE)
    quarters = round(frame.rotation / 90) % 4  # other angles are mistakes of whoever wrote them
    return image.rotate(90 * quarters, expand=True) if quarters else image


def _upright(width: int, height: int, still: Any) -> tuple[int, int]:
    """The sides changed when the still lies the other way."""
    return (height, width) if (width > height) != (still.width > still.height) else (width, height)
