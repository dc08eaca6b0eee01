"""Settling: what became of an attempt, written by compare-and-set on its fence. A later attempt is never overwritten."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from calendar_app.models import Attempt, Delivery
from calendar_app.publishing import gate, telling
from calendar_app.publishing.job import Job
from core import ledger
from core.faultpoints import faultpoint
from core.outbox.states import OUTGOING, State
from networks.base import Published
from networks.errors import Busy, NetworkError

BACKOFF = (5.0, 30.0, 120.0, 600.0, 1800.0)
MAX_TRIES = 6
MAX_AGE = timedelta(hours=24)
JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt or a look ended: the move in the flow, what the row and the ledger then say."""

    action: str
    event: str
    attempt: str = Attempt.Outcome.UNSURE
    code: str = ""
    detail: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


def live(published: Published) -> Outcome:
    """It is there."""
    return Outcome(
        "settle",
        "publishing.live",
        Attempt.Outcome.LIVE,
        changes={
            "remote_id": published.remote_id,
            "remote_url": published.url,
            "settled_at": Now(),
            "problem": "",
            "due_at": None,
        },
    )


def refused(code: str, detail: str = "", *, attempt: str = Attempt.Outcome.REFUSED) -> Outcome:
    """It will not be there; a person is told."""
    changes = {"problem": code, "settled_at": Now(), "due_at": None}
    return Outcome("refuse", "publishing.refused", attempt, code, detail, changes)


def busy(job: Job, error: Busy) -> Outcome:
    """Surely nothing was written: again later, not before the network allows it; after six tries or a day, refused."""
    tries = job.delivery.tries + 1
    promised = job.delivery.planned_at or job.now
    if tries >= MAX_TRIES or job.now - promised > MAX_AGE:
        return refused("gave_up", error.detail, attempt=Attempt.Outcome.GAVE_UP)
    seconds = max(error.retry_after, BACKOFF[min(tries, len(BACKOFF)) - 1])
    later = later_by(seconds)
    changes = {"problem": error.code, "due_at": later, "tries": tries}
    return Outcome("retry", "publishing.put_off", Attempt.Outcome.BUSY, error.code, error.detail, changes)


def unsure(error: NetworkError) -> Outcome:
    """Nobody knows: look at once."""
    changes = {"problem": error.code, "due_at": Now(), "looks": 0}
    return Outcome("doubt", "publishing.lost_sight", code=error.code, detail=error.detail, changes=changes)


def held(reason: str, error: NetworkError) -> Outcome:
    """It waits for a person; nothing was sent."""
    changes = {"held_reason": reason, "problem": error.code, "due_at": None}
    return Outcome("hold", "publishing.held", Attempt.Outcome.RECONNECT, error.code, error.detail, changes)


def withdrawn(no: Exception) -> Outcome:
    """The gate says no: held until somebody approves."""
    changes = {"held_reason": Delivery.Held.WITHDRAWN, "problem": "not_cleared", "due_at": None}
    return Outcome("hold", "publishing.held", Attempt.Outcome.REFUSED, "not_cleared", str(no), changes)


def later_by(seconds: float) -> Any:
    """The database's now and `seconds` more, with a little jitter, never less."""
    return Now() + timedelta(seconds=seconds * (1 + random.random() * JITTER))  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Seen:
    """How the row must still be for an outcome to be written: its state, its fence, and (while waiting) its time."""

    state: str
    fence: UUID | None
    due_at: datetime | None = None

    def rows(self, job: Job) -> QuerySet[Delivery]:
        """The row, if it is still so."""
        rows = Delivery.objects.filter(pk=job.delivery.pk, state=self.state, fence=self.fence)
        return rows if self.due_at is None else rows.filter(due_at=self.due_at)


def as_taken(job: Job) -> Seen:
    """The row as it was when the job was taken."""
    return Seen(job.delivery.state, job.delivery.fence, job.delivery.due_at)


def settle(job: Job, outcome: Outcome, seen: Seen) -> bool:
    """Write the outcome if the row is still as `seen`; the same transaction writes log, ledger and notices.

    False when a person or a later attempt was first. Raises NotCleared when it may not wait again.
    """
    faultpoint("C4")
    with gate.asked(), transaction.atomic():
        after = OUTGOING.after(seen.state, outcome.action)
        if seen.rows(job).update(state=after, **outcome.changes) != 1:
            return False
        if seen.state == State.SENDING:
            close_attempt(job, outcome, seen.fence)
        write_down(job, outcome)
        telling.tell(job, outcome.action, outcome.code)
    faultpoint("C5")
    return True


def close_attempt(job: Job, outcome: Outcome, fence: UUID | None) -> None:
    """End the attempt's line in the log."""
    if fence is not None:
        Attempt.objects.filter(delivery_id=job.delivery.pk, fence=fence).update(
            outcome=outcome.attempt, code=outcome.code, detail=outcome.detail[:2000], ended_at=Now()
        )


def write_down(job: Job, outcome: Outcome) -> None:
    """One event in the ledger; the network's own text stays out of it."""
    facts: dict[str, Any] = {"delivery": str(job.delivery.pk)}
    if outcome.code:
        facts["code"] = outcome.code
    if isinstance(outcome.changes.get("remote_url"), str):
        facts["url"] = outcome.changes["remote_url"]
    ledger.record(outcome.event, f"post:{job.delivery.post_id}", brand_id=job.delivery.brand_id, **facts)
