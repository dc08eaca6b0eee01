"""Who uses files. Rooms above tell at start-up how they find out (`register`); this room asks them, never imports them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that shows an asset: what it is called, its page, and since when or until when (`when`) in words."""

    kind: str
    id: str
    title: str
    url: str
    state: str = ""


class Users(Protocol):
    """A room's answer to who uses files."""

    def of(self, asset_ids: Sequence[UUID]) -> dict[UUID, list[Use]]:
        """What uses each of these assets now, newest first. One or two queries for all of them."""

    def counting(self, asset_ids: Sequence[UUID]) -> dict[UUID, int]:
        """How many things use each of these assets now; those that nothing uses are left out. One query."""

    def using(self) -> Q:
        """A condition on Asset: it is used now."""

    def holding(self, sha256s: Sequence[str]) -> set[str]:
        """Which of these contents are named by anything that may still be sent or shown; those bytes stay."""


_users: list[Users] = []


def register(users: Users) -> None:
    """`users` is asked from now on."""
    _users.append(users)


def everybody() -> Iterable[Users]:
    """All who were registered."""
    return tuple(_users)
