"""Two versions of a document side by side: texts word by word, pictures one by one, channels. Pure; no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from approvals.wording import Run, compared
from calendar_app.document import Document, PictureRef

Fate = Literal["added", "removed", "replaced", "cropped", "described", "moved"]


@dataclass(frozen=True, slots=True)
class TextChange:
    """What one text became. `channel` is the id of the channel whose own text it is, "" for the shared one."""

    channel: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PictureChange:
    """What happened to one picture, and its place, counted from one. One side is None where it came or left.

    `fates` says all of it: a picture can be cropped, described and moved at once.
    """

    fates: tuple[Fate, ...]
    before: PictureRef | None
    after: PictureRef | None
    place: int


@dataclass(frozen=True, slots=True)
class Differences:
    """All that a reader of the earlier version does not know yet."""

    texts: tuple[TextChange, ...]
    pictures: tuple[PictureChange, ...]
    channels_added: tuple[str, ...]
    channels_removed: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many things changed."""
        channels = bool(self.channels_added) + bool(self.channels_removed)
        return len(self.texts) + len(self.pictures) + channels


def differences(before: Document, after: Document) -> Differences:
    """From what somebody saw to what would go out now."""
    return Differences(
        texts=tuple(_texts(before, after)),
        pictures=tuple(_pictures(before.media, after.media)),
        channels_added=tuple(one for one in after.channels if one not in set(before.channels)),
        channels_removed=tuple(one for one in before.channels if one not in set(after.channels)),
    )


def _texts(before: Document, after: Document) -> Iterator[TextChange]:
    """The shared text where some channel says it, then each channel's own."""
    if before.text != after.text:
        yield TextChange("", compared(before.text, after.text))
    own = dict.fromkeys([*before.own, *after.own])
    for channel in (one for one in own if one in after.channels):
        old, new = before.text_for(channel), after.text_for(channel)
        is_told = channel not in before.own and channel not in after.own
        if old != new and not is_told:
            yield TextChange(channel, compared(old, new))


def _pictures(before: Sequence[PictureRef], after: Sequence[PictureRef]) -> Iterator[PictureChange]:
    pairs, came = _same(before, after)
    matched = {old for old, _new in pairs}
    left = [place for place in range(len(before)) if place not in matched]
    order = {old: rank for rank, old in enumerate(sorted(matched))}
    ranks = {new: rank for rank, (_old, new) in enumerate(sorted(pairs, key=lambda pair: pair[1]))}
    for old, new in sorted(pairs, key=lambda pair: pair[1]):
        fates = _fates(before[old], after[new], is_moved=order[old] != ranks[new])
        if fates:
            yield PictureChange(fates, before[old], after[new], new + 1)
    for old, new in zip(left, came, strict=False):
        yield PictureChange(("replaced",), before[old], after[new], new + 1)
    for old in left[len(came) :]:
        yield PictureChange(("removed",), before[old], None, old + 1)
    for new in came[len(left) :]:
        yield PictureChange(("added",), None, after[new], new + 1)


def _same(
    before: Sequence[PictureRef], after: Sequence[PictureRef]
) -> tuple[list[tuple[int, int]], list[int]]:
    """Places of the same file before and after, each used once; and the places of files that are new."""
    free: dict[str, list[int]] = {}
    for place, ref in enumerate(before):
        free.setdefault(ref.sha256, []).append(place)
    pairs, came = [], []
    for place, ref in enumerate(after):
        known = free.get(ref.sha256)
        if known:
            pairs.append((known.pop(0), place))
        else:
            came.append(place)
    return pairs, came


def _fates(old: PictureRef, new: PictureRef, *, is_moved: bool) -> tuple[Fate, ...]:
    found: list[Fate] = []
    if (old.crop, dict(old.crops)) != (new.crop, dict(new.crops)):
        found.append("cropped")
    if old.alt != new.alt:
        found.append("described")
    if is_moved:
        found.append("moved")
    return tuple(found)
