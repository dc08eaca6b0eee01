"""The kinds of notices: what each says. Rooms register theirs at start-up; a notice keeps facts, never sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Sentence

Facts = Mapping[str, Any]


def _as_they_are(facts: Facts) -> Facts:
    return facts


def _alone(facts: Facts) -> str:
    return ""


def _nowhere(brand: str, subject: str) -> str:
    return ""


APP, MAIL = "app", "mail"
"""The two ways that are always there; see activity.ways."""
PLACE = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class Group:
    """A plain heading over kinds, where people choose what they hear of."""

    key: str
    label: Sentence
    order: int


OTHER = Group("other", _("Everything else"), 900)


@dataclass(frozen=True, slots=True)
class Kind:
    """`title`, `sentence` and `mail_subject` are translated texts with `%(fact)s`, filled when they are read.

    `words` turns facts into what the texts name (a code into a sentence, say) in the reader's language. `address` gets
    the brand's slug and the subject (`post:…`) and says where the reader can do something about it, "" for nowhere.
    `tone` is a state of the look: draft, wait, way, done, fail, unsure.

    `label` names the kind where people choose ("A post was refused"). `critical`: its mails wait neither for a digest
    nor for the end of quiet hours. `must` says why at least one way stays on, "" where all may be switched off.
    `ways` are on until the person chooses otherwise. `together` names the trouble that stops many things of a brand at
    once: of those with the same name one is told by mail in an hour.
    """

    name: str
    title: Sentence
    sentence: Sentence
    mail_subject: Sentence
    tone: str = "wait"
    icon: str = "bell"
    words: Callable[[Facts], Facts] = _as_they_are
    address: Callable[[str, str], str] = _nowhere
    label: Sentence = ""
    group: Group = OTHER
    critical: bool = False
    must: Sentence = ""
    ways: frozenset[str] = frozenset({APP, MAIL})
    together: Callable[[Facts], str] = _alone

    @property
    def choice(self) -> str:
        """What it is called where people choose; without a label its title with dots in the places."""
        return str(self.label) or PLACE.sub("…", str(self.title))


@dataclass(frozen=True, slots=True)
class Told:
    """A kind filled with facts, in the language that is active now."""

    title: str
    sentence: str
    mail_subject: str


UNKNOWN = Kind(
    name="",
    title=_("Something needs you"),
    sentence=_("Open Meydan to see what it is."),
    mail_subject=_("Something needs you"),
)
"""What a notice says whose room has gone."""

_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Called once at start-up by the room that tells."""
    for kind in kinds:
        _kinds[kind.name] = kind


def named(name: str) -> Kind:
    """The kind of this name, or one that only says that something needs the reader."""
    return _kinds.get(name, UNKNOWN)


def known() -> list[Kind]:
    """All kinds, by group and then as they were registered."""
    return sorted(_kinds.values(), key=lambda kind: (kind.group.order, kind.group.key))


def grouped() -> list[tuple[Group, list[Kind]]]:
    """All kinds under their headings."""
    return [(group, list(some)) for group, some in groupby(known(), lambda kind: kind.group)]


def fill(kind: Kind, facts: Facts) -> Told:
    """The texts of `kind` with the facts in their places; a fact that is missing is an empty place."""
    words = _Words(kind.words(facts))
    return Told(
        str(kind.title) % words,
        str(kind.sentence) % words,
        " ".join((str(kind.mail_subject) % words).split()),
    )


class _Words(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return ""
