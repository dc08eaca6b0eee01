"""The kinds of notices: what each says. Rooms register theirs at start-up; a notice keeps facts, never sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Sentence

Facts = Mapping[str, Any]


def _as_they_are(facts: Facts) -> Facts:
    return facts


def _nowhere(brand: str, subject: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """`title`, `sentence` and `mail_subject` are translated texts with `%(fact)s`, filled when they are read.

    `words` turns facts into what the texts name (a code into a sentence, say) in the reader's language. `address` gets
    the brand's slug and the subject (`post:…`) and says where the reader can do something about it, "" for nowhere.
    `tone` is a state of the look: draft, wait, way, done, fail, unsure.
    """

    name: str
    title: Sentence
    sentence: Sentence
    mail_subject: Sentence
    tone: str = "wait"
    icon: str = "bell"
    words: Callable[[Facts], Facts] = _as_they_are
    address: Callable[[str, str], str] = _nowhere


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
