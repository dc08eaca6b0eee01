"""What can be known about a draft before it is sent, for every network that has `Limits`."""

from __future__ import annotations

from collections.abc import Iterator

from core import text
from networks.base import Draft, Finding, Limits, Picture, Problem


def common(draft: Draft, limits: Limits) -> list[Finding]:
    """All problems of text, pictures and alternative texts, lengths counted in graphemes."""
    if not _is_usable(draft):
        return [Finding(Problem.TEXT_UNUSABLE)]
    return [*_of_text(draft, limits), *_of_pictures(draft, limits)]


def _is_usable(draft: Draft) -> bool:
    try:
        for words in (draft.text, *(picture.alt for picture in draft.pictures)):
            text.clean(words)
    except ValueError:
        return False
    return True


def _of_text(draft: Draft, limits: Limits) -> Iterator[Finding]:
    length = len(text.graphemes(draft.text))
    if length > limits.text:
        yield Finding(Problem.TEXT_TOO_LONG, length, limits.text)
    if not draft.text.strip() and not draft.pictures:
        yield Finding(Problem.EMPTY)


def _of_pictures(draft: Draft, limits: Limits) -> Iterator[Finding]:
    if len(draft.pictures) > limits.pictures:
        yield Finding(Problem.TOO_MANY_PICTURES, len(draft.pictures), limits.pictures)
    for position, picture in enumerate(draft.pictures):
        yield from _of_picture(picture, position, limits)


def _of_picture(picture: Picture, position: int, limits: Limits) -> Iterator[Finding]:
    if picture.mime not in limits.picture_mimes:
        yield Finding(Problem.PICTURE_KIND, picture=position)
    if picture.byte_size > limits.picture_bytes:
        yield Finding(Problem.PICTURE_TOO_BIG, picture.byte_size, limits.picture_bytes, picture=position)
    alt = len(text.graphemes(picture.alt))
    if alt > limits.alt_text:
        yield Finding(Problem.ALT_TOO_LONG, alt, limits.alt_text, picture=position)
