"""How this room tells people something: the room of notices, which is above, registers its verb at start-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from accounts.models import User


class Teller(Protocol):
    """As activity.services.telling.tell."""

    def __call__(
        self, people: Iterable[User], kind: str, *, subject: str, cause: str, facts: Mapping[str, Any]
    ) -> object:
        """Tell each person once per cause."""
        ...


_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Called once at start-up."""
    _tellers.append(teller)


def tell(people: Iterable[User], kind: str, *, subject: str, cause: str, facts: Mapping[str, Any]) -> None:
    """Tell each person once per cause; ask inside the organization's scope."""
    told = list(people)
    for teller in _tellers:
        teller(told, kind, subject=subject, cause=cause, facts=facts)
