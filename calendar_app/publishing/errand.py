"""What deciding about an outcome needs to know of a row that is to be sent: a post's, or a reply's."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from connections.models import Channel


class Row(Protocol):
    """An outgoing row, as it was read."""

    @property
    def pk(self) -> UUID:
        """Which one."""

    @property
    def state(self) -> str:
        """Of core.outbox.states."""

    @property
    def tries(self) -> int:
        """How often it was fenced."""

    @property
    def looks(self) -> int:
        """How often it was looked for since."""

    @property
    def fence(self) -> UUID | None:
        """The attempt that may settle it."""

    @property
    def due_at(self) -> datetime | None:
        """When the engine acts on it next."""

    @property
    def brand_id(self) -> int:
        """Whose it is."""


class Errand(Protocol):
    """One row whose turn has come, and its channel."""

    @property
    def row(self) -> Row:
        """The outgoing row."""

    @property
    def channel(self) -> Channel:
        """Where it goes."""

    @property
    def now(self) -> datetime:
        """The database's clock when it was taken."""

    @property
    def promised(self) -> datetime:
        """From when on it is late."""
