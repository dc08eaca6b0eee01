"""The ways by which people hear: in the app, by mail. Push and chat register here the same way when they are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Brand, User
from activity.kinds import Kind
from activity.models import Notice
from core.errors import Sentence


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice on its way to one person."""

    notice: Notice
    kind: Kind
    person: User
    brand: Brand | None

    @property
    def together(self) -> str:
        """The trouble that this notice shares with others of its kind and brand, "" for none."""
        shared = self.kind.together(self.notice.facts)
        return f"{self.brand.pk if self.brand else 0}:{shared}" if shared else ""


@dataclass(frozen=True, slots=True)
class Way:
    """`carry` is called in the transaction that tells, once for each new notice; None: the notice itself is the way."""

    key: str
    label: Sentence
    icon: str
    order: int
    carry: Callable[[Telling], None] | None = None


_ways: dict[str, Way] = {}


def register(way: Way) -> None:
    """Called once at start-up by whoever can carry a notice."""
    _ways[way.key] = way


def ways() -> list[Way]:
    """All that exist, in the order in which they are offered."""
    return sorted(_ways.values(), key=lambda way: way.order)
