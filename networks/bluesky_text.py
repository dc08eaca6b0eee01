"""Bluesky's rich text: links, mentions and tags as facets with UTF-8 byte ranges.

Source: the lexicon app.bsky.richtext.facet and the developers' guide on links, mentions and rich
text. Only addresses with http:// or https:// become links; a bare `example.com` stays plain text,
because telling it from a sentence without a space takes a list of top-level domains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from core.text import graphemes

_LINK = regex.compile(r"(?<![^\s(\[«“\"'])https?://[^\s<>\"«»“”]+")
_MENTION = regex.compile(
    r"(?<![^\s(\[«“\"'])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]{0,61})"
)
_TAG = regex.compile(r"(?<![^\s(\[«“\"'])[#＃]([^\s#＃\u00AD\u2060\u200B\u20e2]+)")
_TRAILING = regex.compile(r"[\p{P}--[_]]+$", regex.VERSION1)
_TAG_LIMIT = 64
_PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text that means something: character range, kind (link, mention, tag), value."""

    start: int
    end: int
    kind: str
    value: str


def spans(text: str) -> list[Span]:
    """All links, mentions and tags in order; never overlapping (a link wins over what is inside
    it).
    """
    found = sorted([*_links(text), *_mentions(text), *_tags(text)], key=lambda span: span.start)
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _links(text: str) -> Iterator[Span]:
    for match in _LINK.finditer(text):
        address = _without_trailing(match.group())
        if len(address) > len("https://"):
            yield Span(match.start(), match.start() + len(address), "link", address)


def _without_trailing(address: str) -> str:
    """An address without the punctuation of the sentence around it; a paired bracket stays."""
    while address and (address[-1] in ".,;:!?'’…" or _is_unpaired(address)):
        address = address[:-1]
    return address


def _is_unpaired(address: str) -> bool:
    opening = _PAIRS.get(address[-1])
    return opening is not None and address.count(opening) < address.count(address[-1])


def _mentions(text: str) -> Iterator[Span]:
    for match in _MENTION.finditer(text):
        handle = match[1].rstrip("-")
        yield Span(match.start(), match.start() + 1 + len(handle), "mention", handle.lower())


def _tags(text: str) -> Iterator[Span]:
    for match in _TAG.finditer(text):
        tag = _TRAILING.sub("", match[1])
        if tag and not tag.isdecimal() and len(graphemes(tag)) <= _TAG_LIMIT:
            yield Span(match.start(), match.start() + 1 + len(tag), "tag", tag)


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, object]]:
    """Facets of a text. `dids` holds the DID of each handle that exists; others stay plain."""
    made: list[dict[str, object]] = []
    for span in spans(text):
        feature = _feature(span, dids)
        if feature:
            index = {"byteStart": _bytes(text, span.start), "byteEnd": _bytes(text, span.end)}
            made.append({"index": index, "features": [feature]})
    return made


def _bytes(text: str, characters: int) -> int:
    return len(text[:characters].encode())


def _feature(span: Span, dids: Mapping[str, str]) -> dict[str, str]:
    name = f"app.bsky.richtext.facet#{span.kind}"
    if span.kind == "link":
        return {"$type": name, "uri": span.value}
    if span.kind == "tag":
        return {"$type": name, "tag": span.value}
    did = dids.get(span.value)
    return {"$type": name, "did": did} if did else {}
