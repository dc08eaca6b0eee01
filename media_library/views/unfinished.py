"""Uploads that stopped half-way, so that somebody can go on with them."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from media_library.models import Upload

MOST = 5


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One of them; per cent that arrived."""

    name: str
    percent: int


def unfinished(person: User) -> list[Unfinished]:
    """Those of this person, newest first."""
    rows = Upload.objects.filter(uploaded_by=person, state=Upload.State.RECEIVING, received__gt=0)
    return [
        Unfinished(row.name, 100 * row.received // row.size) for row in rows.order_by("-created_at")[:MOST]
    ]
