"""Ids of rows that have an address."""

from __future__ import annotations

from uuid import UUID

import uuid_utils


def uuid7() -> UUID:
    """A new UUIDv7 (RFC 9562): sorted by the time it was made, so that indexes grow at their end."""
    return UUID(int=uuid_utils.uuid7().int)


def id_of(text: str) -> UUID | None:
    """The id that was sent as text; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
