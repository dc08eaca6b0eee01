"""What rooms above can do with a typed text: they register at start-up, the composer offers a button for each.

Nothing is saved by it: the sheet comes back with the new words, and the inverse beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import Brand, User
from core.errors import Sentence


@dataclass(frozen=True, slots=True)
class Rewriting:
    """`rewrite(brand, texts, person)` answers with as many texts, within one transaction of its own.

    `fits` says whether it could change a text; it must not ask the database.
    """

    key: str
    label: Sentence
    icon: str
    rewrite: Callable[[Brand, Sequence[str], User], Sequence[str]]
    fits: Callable[[str], bool]


_rewritings: dict[str, Rewriting] = {}


def register(rewriting: Rewriting) -> None:
    """Called once at start-up by the room that does it."""
    _rewritings[rewriting.key] = rewriting


def of(key: str) -> Rewriting | None:
    """The one of that key."""
    return _rewritings.get(key)


def fitting(texts: Sequence[str]) -> list[Rewriting]:
    """What could be done with these texts."""
    return [one for one in _rewritings.values() if any(one.fits(text) for text in texts)]
