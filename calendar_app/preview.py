"""A post as a network will show it: its text in pieces (links, tags, mentions, what is too long) and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from calendar_app.document import Document, PictureRef
from connections import offered
from connections.models import Channel
from core.text import graphemes
from media_library import addresses
from media_library.cropping import Box
from networks.bluesky_text import spans


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters in a row. `kind` is link, mention, tag or ""; `over` says that the network has no room for them."""

    text: str
    kind: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the preview: where the browser finds it, what it shows; `box` is the part that is seen, None for all."""

    url: str
    alt: str
    width: int
    height: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """One channel's view of the post. `edited` says that it has a text of its own."""

    channel: Channel
    network: str
    pieces: tuple[Piece, ...]
    shots: tuple[Shot, ...]
    edited: bool
    over: int


def preview(document: Document, channel: Channel) -> Preview:
    """How `channel` will show the document. Shows as many pictures as the network takes."""
    adapter = offered.adapter(channel.network)
    words = document.text_for(str(channel.pk))
    over = max(0, adapter.measure(words) - adapter.limits.text)
    media = document.pictures[: adapter.limits.pictures]
    return Preview(
        channel=channel,
        network=adapter.name,
        pieces=tuple(pieces(words, over)),
        shots=tuple(_shot(one, channel) for one in media),
        edited=str(channel.pk) in document.own,
        over=over,
    )


def _shot(ref: PictureRef, channel: Channel) -> Shot:
    url = addresses.address_of(channel.organization_id, ref.sha256, "small")
    return Shot(url, ref.alt, ref.width, ref.height, ref.box_for(str(channel.pk)))


def pieces(words: str, over: int = 0) -> Iterator[Piece]:
    """The text in pieces; the last `over` characters (as people count) are too many."""
    fits = len("".join(graphemes(words)[:-over])) if over else len(words)
    begin = 0
    for span in spans(words):
        yield from _cut(words, begin, span.start, fits, "")
        yield from _cut(words, span.start, span.end, fits, span.kind)
        begin = span.end
    yield from _cut(words, begin, len(words), fits, "")


def _cut(words: str, start: int, end: int, fits: int, kind: str) -> Iterator[Piece]:
    """The characters from `start` to `end` as one piece, or two where the room ends."""
    middle = min(max(fits, start), end)
    if start < middle:
        yield Piece(words[start:middle], kind)
    if middle < end:
        yield Piece(words[middle:end], kind, over=True)
