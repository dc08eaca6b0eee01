"""Ending sessions. A row that is gone is a session that is over at its next request."""

from __future__ import annotations

from django.db.models.functions import Now

from accounts.models import Session, User
from accounts.selectors import sessions as selectors


def end(person: User, handle: str) -> bool:
    """End one of her own sessions by its handle; False when she has none of that name (any more)."""
    found = (row for row in Session.objects.filter(person=person) if selectors.handle(row) == handle)
    row = next(found, None)
    if row is None:
        return False
    row.delete()
    return True


def end_others(person: User, *, keep: str | None) -> int:
    """End all her sessions but the one with this key; how many there were."""
    ended, _ = Session.objects.filter(person=person).exclude(session_key=keep or "").delete()
    return ended


def forget_over() -> None:
    """Remove the rows of sessions that have ended by themselves."""
    Session.objects.filter(expire_date__lt=Now()).delete()
