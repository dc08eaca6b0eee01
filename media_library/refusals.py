"""Why a file is refused, without words: raised where no language is known (see workshop for the sentences)."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    BROKEN_PICTURE = "broken_picture"
    PICTURE_BYTES = "picture_bytes"
    PIXELS = "pixels"
    MOVING = "moving"
    BROKEN_VIDEO = "broken_video"
    CUT_VIDEO = "cut_video"
    NO_VIDEO = "no_video"
    VIDEO_BYTES = "video_bytes"
    CODEC = "codec"
    SOUND = "sound"
    DURATION = "duration"
    FRAME = "frame"
    RATE = "rate"


class Refusal(Exception):
    """The file cannot be kept. `limit` belongs to the sentence of some reasons."""

    def __init__(self, why: Why, limit: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.limit = limit
