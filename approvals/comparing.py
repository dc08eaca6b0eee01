"""What a version of each sort of things says, so that two of them can be compared. Rooms register how to read theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from calendar_app.document import Document

Reader = Callable[[Collection[UUID]], Mapping[UUID, Document]]
"""Versions by their ids in one query; what is gone is left out. Asked inside the brand's scope."""

_readers: dict[str, Reader] = {}


def register(covers: str, reader: Reader) -> None:
    """Called once at start-up by the room whose things they are."""
    _readers[covers] = reader


def documents(covers: str, versions: Collection[UUID]) -> Mapping[UUID, Document]:
    """The versions of one sort; nothing for a sort whose versions nobody can read."""
    reader = _readers.get(covers)
    return reader(versions) if reader and versions else {}
