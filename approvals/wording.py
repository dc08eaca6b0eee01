"""Two texts word by word: what stayed, what left, what came. Pure; knows no post and no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import regex

Kind = Literal["same", "del", "ins"]

WORD = regex.compile(r"[\w@#][\w'’]*(?:[.:,/-]\w+)*|\s+|\X")
"""A word with what belongs to it (a mention, `10:30`, `sun-dried`), a stretch of white space, or one sign."""

MOST_WORDS = 4000
"""Beyond this the comparison would take longer than a page may; the whole text is then called changed."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters in a row that share a fate."""

    kind: Kind
    text: str


def compared(before: str, after: str) -> tuple[Run, ...]:
    """The way from one text to the other. Without `del` it reads as `after`, without `ins` as `before`."""
    if before == after:
        return (Run("same", after),) if after else ()
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _whole(before, after)
    return tuple(_joined(list(_steps(old, new))))


def is_changed(runs: Sequence[Run]) -> bool:
    """Whether anything left or came."""
    return any(run.kind != "same" for run in runs)


def _whole(before: str, after: str) -> tuple[Run, ...]:
    runs = (Run("del", before), Run("ins", after))
    return tuple(run for run in runs if run.text)


def _steps(old: list[str], new: list[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(new[new_from:new_to]))
            continue
        yield Run("del", "".join(old[old_from:old_to]))
        yield Run("ins", "".join(new[new_from:new_to]))


def _joined(steps: list[Run]) -> Iterator[Run]:
    """A blank between two changed words is changed with them, so that people read phrases."""
    left = came = ""
    for at, run in enumerate(steps):
        if run.kind == "del":
            left += run.text
        elif run.kind == "ins":
            came += run.text
        elif _is_bridge(steps, at) and (left or came):
            left, came = left + run.text, came + run.text
        else:
            yield from _whole(left, came)
            left = came = ""
            yield run
    yield from _whole(left, came)


def _is_bridge(steps: list[Run], at: int) -> bool:
    """Only a blank inside a line lies between two changes that both replace something."""
    text = steps[at].text
    is_blank = text.isspace() and "\n" not in text
    return is_blank and _replaces(steps[at - 2 : at]) and _replaces(steps[at + 1 : at + 3])


def _replaces(pair: list[Run]) -> bool:
    return len(pair) == 2 and all(run.text for run in pair) and pair[0].kind == "del"
