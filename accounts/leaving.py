"""What a person leaves behind. Rooms above say what there is and what can be done with it; they register at start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Membership, User
from core.errors import Sentence
from core.ledger import By


class Fate(StrEnum):
    """What becomes of something she leaves behind."""

    KEEP = "keep"
    HAND_OVER = "hand-over"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who goes, who takes over (None unless something is handed over), and who decided it."""

    person: User
    heir: Membership | None
    by: By


Act = Callable[[Leaving], int]


@dataclass(frozen=True, slots=True)
class Belongings:
    """One kind of things. All its functions run inside the organization's scope, over all its brands.

    `say` makes a sentence of a number (“4 scheduled posts”), `acts` does what a fate asks and returns how many it
    touched; a fate that is not in it is not offered, except KEEP, which does nothing. Acts may raise a DomainError.
    """

    key: str
    say: Callable[[int], str]
    count: Callable[[User], int]
    acts: Mapping[Fate, Act]
    words: Mapping[Fate, Sentence]


_kinds: dict[str, Belongings] = {}
_hooks: list[Callable[[User], object]] = []


def register(kind: Belongings) -> None:
    """Called once at start-up by the room whose things they are."""
    _kinds[kind.key] = kind


def kinds() -> list[Belongings]:
    """All kinds, in the order in which they registered."""
    return list(_kinds.values())


def on_gone(hook: Callable[[User], object]) -> None:
    """`hook(person)` runs in the transaction that ends her membership, inside the organization's scope."""
    _hooks.append(hook)


def gone(person: User) -> None:
    """Tell the rooms above that she is no member any more."""
    for hook in _hooks:
        hook(person)
