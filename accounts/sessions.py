"""The session engine: rows in Postgres that know whose they are, so that a person can see and end hers.

A session ends 7 days after its last use and 30 days after the sign-in, whichever comes first; a row that is gone is a
session that is over at its next request.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from accounts.models import Session
from accounts.models.session import DEVICE_LENGTH, PLACE_LENGTH

IDLE = timedelta(days=7)
LONGEST = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=10)
"""How exact "last seen" is: more often is not written."""
STARTED, SEEN, DEVICE, PLACE = "started", "seen", "device", "place"
"""Where a session keeps what its row's columns show; times are seconds since 1970."""


class SessionStore(db.SessionStore):
    """See the module."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for this data."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = str(data.get(DEVICE, ""))[:DEVICE_LENGTH]
        row.place = str(data.get(PLACE, ""))[:PLACE_LENGTH]
        row.started_at = _moment(data.get(STARTED))
        row.seen_at = _moment(data.get(SEEN))
        return row

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """When it ends if nobody uses it any more."""
        now = timezone.now()
        return min(now + IDLE, _moment(self.get(STARTED)) + LONGEST)

    def get_expiry_age(self, **kwargs: Any) -> int:
        """The same in seconds from now; what the cookie is told."""
        return max(0, round((self.get_expiry_date() - timezone.now()).total_seconds()))

    def get_expire_at_browser_close(self) -> bool:
        """Never: a person ends a session by signing out."""
        return False


def now() -> float:
    """The time as sessions keep it."""
    return timezone.now().timestamp()


def note_use(session: SessionBase) -> None:
    """The session was used now. Asks the database nothing, and writes only when the last note is old."""
    seen = session.get(SEEN)
    if seen is not None and now() - seen > NOTED_EVERY.total_seconds():
        session[SEEN] = now()


def _moment(seconds: float | None) -> datetime:
    return timezone.now() if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
