"""The document of a version: what every channel will say, as bytes. Senders read nothing else.

Version 1: `{"v": 1, "text": shared, "language": "az", "media": [picture…], "channels": {id: {"text": own}|{}}}`.
A channel without a text of its own says the shared one. Keys sorted, no white space, UTF-8: the same content gives the
same bytes and so the same hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from networks.base import Draft, Picture

HEADLINE = 80


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture by its content; sizes in bytes and pixels."""

    asset: str
    sha256: str
    mime: str
    size: int
    width: int
    height: int
    alt: str = ""


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
        """The draft as a network checks it; pictures without their bytes."""
        pictures = [Picture(ref.mime, ref.size, ref.width, ref.height, alt=ref.alt) for ref in self.media]
        languages = (self.language,) if self.language else ()
        return Draft(text=self.text_for(channel_id), pictures=tuple(pictures), languages=languages)

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
        "media": [asdict(ref) for ref in document.media],
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
        media=tuple(PictureRef(**ref) for ref in content["media"]),
        language=content["language"],
    )
