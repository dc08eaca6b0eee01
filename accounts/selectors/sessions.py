"""Where a person is signed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Now

from accounts import browsers
from accounts.models import Session, User


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A line of the page of sessions. `handle` names it in addresses and opens nothing."""

    handle: str
    device: str
    is_phone: bool
    place: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def of(person: User, *, this: str | None) -> list[SignedIn]:
    """Her sessions, this one first, then by last use. `this` is the key of the one that asks."""
    rows = Session.objects.filter(person=person, expire_date__gt=Now()).order_by("-seen_at", "pk")
    lines = [_line(row, this) for row in rows.defer("session_data")]
    return sorted(lines, key=lambda line: not line.is_this)


def handle(row: Session) -> str:
    """A name for a session that does not tell its key."""
    return hashlib.sha256(f"session:{row.session_key}".encode()).hexdigest()[:32]


def _line(row: Session, this: str | None) -> SignedIn:
    return SignedIn(
        handle=handle(row),
        device=browsers.name(row.device),
        is_phone=any(word in row.device for word in ("iPhone", "Android", "Mobile")),
        place=row.place,
        started_at=row.started_at,
        seen_at=row.seen_at,
        is_this=row.session_key == this,
    )
