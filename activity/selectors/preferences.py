"""Which ways are on for whom, and the table in which a person chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import User
from activity import kinds
from activity.models import Preference
from activity.ways import Way, ways

Chosen = Mapping[tuple[int, str], frozenset[str]]
"""(person, kind) → the ways that are on."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One kind by one way."""

    way: Way
    is_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One kind. `must` says why one way stays on, "" for none; `waits`: its mails wait for digests and quiet hours."""

    name: str
    label: str
    must: str
    waits: bool
    switches: tuple[Switch, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Kinds under one heading. `reasons` say why some keep one way."""

    label: str
    rows: tuple[Row, ...]

    @property
    def reasons(self) -> list[str]:
        """Each once."""
        return list(dict.fromkeys(row.must for row in self.rows if row.must))


def chosen(people: Iterable[User], names: Iterable[str]) -> Chosen:
    """What is on for these people and kinds, in one query."""
    people, names = list(people), list(names)
    rows = Preference.objects.filter(person__in=people, kind__in=names)
    marks = {(row.person_id, row.kind, row.way): row.is_on for row in rows}
    every = [way.key for way in ways()]
    return {
        (person.pk, name): frozenset(
            way for way in every if marks.get((person.pk, name, way), way in kinds.named(name).ways)
        )
        for person in people
        for name in names
    }


def table(on: Mapping[str, frozenset[str]]) -> list[Part]:
    """All kinds under their headings; `on` are the ways of each kind."""
    return [
        Part(str(group.label), tuple(_row(kind, on[kind.name]) for kind in some))
        for group, some in kinds.grouped()
    ]


def _row(kind: kinds.Kind, on: frozenset[str]) -> Row:
    switches = tuple(Switch(way, way.key in on) for way in ways())
    return Row(kind.name, kind.choice, str(kind.must), not kind.critical, switches)
