"""The document of a version: what every channel will say, as bytes. Senders read nothing else.

Version 1: `{"v": 1, "text": shared, "language": "az", "media": [picture…], "channels": {id: {"text": own}|{}}}`.
A channel without a text of its own says the shared one; a picture without `crop` is shown whole, and by `crops` on single
channels as those want it.
Keys sorted, no white space, UTF-8: the same content gives the same bytes and so the same hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from media_library.cropping import Box
from networks.base import Draft, Picture

Crop = tuple[float, float, float, float] | tuple[()]
HEADLINE = 80


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture by its content; sizes in bytes and pixels, of the whole picture. `crop` is the part that is sent:
    left, top, width, height as fractions, or nothing for the whole. `crops` says so for single channels, by their ids.
    """

    asset: str
    sha256: str
    mime: str
    size: int
    width: int
    height: int
    alt: str = ""
    crop: Crop = ()
    crops: Mapping[str, Crop] = field(default_factory=dict)

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.mime.startswith("video/")

    def box_for(self, channel_id: str) -> Box | None:
        """The part that this channel gets; None for the whole."""
        crop = self.crops.get(channel_id, self.crop)
        return Box(*crop) if crop else None

    def shown_on(self, channel_id: str) -> tuple[int, int]:
        """Width and height of what this channel gets, in pixels."""
        box = self.box_for(channel_id)
        if box is None:
            return self.width, self.height
        left, top, right, bottom = box.pixels(self.width, self.height)
        return right - left, bottom - top


@dataclass(frozen=True, slots=True)
class Document:
    """What goes out. `own` holds the texts of channels that differ from the shared one, by channel id."""

    text: str
    channels: Sequence[str]
    own: Mapping[str, str] = field(default_factory=dict)
    media: Sequence[PictureRef] = ()
    language: str = ""

    def text_for(self, channel_id: str) -> str:
        """What this channel says."""
        return self.own.get(channel_id, self.text)

    def draft_for(self, channel_id: str) -> Draft:
        """The draft as a network checks it; pictures without their bytes, videos not among them."""
        pictures = [
            Picture(ref.mime, ref.size, *ref.shown_on(channel_id), alt=ref.alt) for ref in self.pictures
        ]
        languages = (self.language,) if self.language else ()
        return Draft(text=self.text_for(channel_id), pictures=tuple(pictures), languages=languages)

    @property
    def pictures(self) -> Sequence[PictureRef]:
        """The media that stand still."""
        return [ref for ref in self.media if not ref.is_video]

    @property
    def videos(self) -> Sequence[PictureRef]:
        """The media that move."""
        return [ref for ref in self.media if ref.is_video]

    def headline(self) -> str:
        """The first line, cut to fit a list."""
        words = next((line.strip() for line in self.text.splitlines() if line.strip()), "")
        own = next((text for text in self.own.values() if text.strip()), "")
        line = words or own.strip().splitlines()[0] if (words or own.strip()) else ""
        return line if len(line) <= HEADLINE else f"{line[: HEADLINE - 1].rstrip()}…"


def to_bytes(document: Document) -> bytes:
    """The canonical bytes."""
    content = {
        "v": 1,
        "text": document.text,
        "language": document.language,
        "media": [_entry(ref) for ref in document.media],
        "channels": {
            channel: {"text": document.own[channel]} if channel in document.own else {}
            for channel in document.channels
        },
    }
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def from_bytes(canonical: bytes | memoryview) -> Document:
    """The document again. Raises ValueError when the bytes are of no version we know."""
    content = json.loads(bytes(canonical))
    if content.get("v") != 1:
        raise ValueError("a document of an unknown version")
    channels = content["channels"]
    return Document(
        text=content["text"],
        channels=tuple(channels),
        own={channel: value["text"] for channel, value in channels.items() if "text" in value},
        media=tuple(_ref(entry) for entry in content["media"]),
        language=content["language"],
    )


def _entry(ref: PictureRef) -> dict[str, Any]:
    """A whole picture is written as before there were crops, so that its bytes and hash stay what they were."""
    entry = asdict(ref)
    return {name: value for name, value in entry.items() if value or name not in ("crop", "crops")}


def _ref(entry: Mapping[str, Any]) -> PictureRef:
    crops = {channel: tuple(crop) for channel, crop in entry.get("crops", {}).items()}
    return PictureRef(**{**entry, "crop": tuple(entry.get("crop", ())), "crops": crops})
