"""Rows that wait in lanes: mails of the open scope (or of nobody), one lane for each server's name."""

from __future__ import annotations

from datetime import datetime, timedelta

from activity.models import Mail
from core import clock
from core.outbox.lanes import Lane
from core.outbox.states import State
from core.tenancy import scope

KIND = "mail"


def ago(seconds: float) -> datetime:
    """A time in the database's past."""
    return clock.now() - timedelta(seconds=seconds)


def waiting(server: str, seconds: float = 60, *, state: str = State.WAITING) -> Mail:
    """A mail on a server that has been due for some seconds (negative: will be)."""
    opened = scope.current()
    return Mail.objects.create(
        organization_id=opened.organization_id if opened else None,
        server=server,
        state=state,
        due_at=ago(seconds),
        to="someone@example.com",
    )


def lane(server: str) -> Lane:
    """The server's lane as it stands."""
    return Lane.objects.get(kind=KIND, key=server)


def done(mail: Mail) -> None:
    """The row has nothing to do any more."""
    Mail.objects.filter(pk=mail.pk).update(state=State.CANCELLED, due_at=None)
