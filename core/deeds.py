"""What the ledger's events are called: one sentence for each kind, told by the room that records it.

A test reads every kind that the code records and fails for one without words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import Sentence

Facts = Mapping[str, Any]


def _as_they_are(facts: Facts) -> Facts:
    return facts


@dataclass(frozen=True, slots=True)
class Group:
    """A plain heading over kinds of events."""

    key: str
    label: Sentence
    order: int


@dataclass(frozen=True, slots=True)
class Deed:
    """`sentence` has places for %(who)s, for %(what)s (the subject's name) and for facts. `icon` is one of the sprite.

    `words` turns facts into what the sentence names (a code into its text, say) in the reader's language.
    """

    kind: str
    sentence: Sentence
    group: Group
    icon: str = "history"
    words: Callable[[Facts], Facts] = _as_they_are


@dataclass(frozen=True, slots=True)
class Named:
    """What a subject is called, and its page: "" when there is none, or none any more."""

    label: str
    url: str = ""


Naming = Callable[[Sequence[str]], Mapping[str, Named]]
"""Names for the ids of one sort of subject, in one query, inside the open scope. Unknown ids are left out."""

_deeds: dict[str, Deed] = {}
_namings: dict[str, Naming] = {}


def register(*deeds: Deed) -> None:
    """Called once at start-up by the room that records these."""
    for deed in deeds:
        _deeds[deed.kind] = deed


def name(sort: str, naming: Naming) -> None:
    """Called once at start-up: how subjects `sort:…` are called. Facts with the key `sort` are named by it too."""
    _namings[sort] = naming


def of(kind: str) -> Deed | None:
    """The words of a kind; None for one whose room has gone."""
    return _deeds.get(kind)


def groups() -> list[Group]:
    """All headings, in order."""
    found = {deed.group.key: deed.group for deed in _deeds.values()}
    return sorted(found.values(), key=lambda group: group.order)


def kinds_of(group: str) -> list[str]:
    """The kinds under a heading."""
    return sorted(kind for kind, deed in _deeds.items() if deed.group.key == group)


def namings() -> Mapping[str, Naming]:
    """Every sort of subject that has names."""
    return dict(_namings)
