"""Settling: what became of an attempt, written by compare-and-set on its fence. A later attempt is never overwritten."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.functions import Now

from calendar_app import going_live
from calendar_app.models import Attempt, Delivery
from calendar_app.publishing import gate, lateness, seeing, telling
from calendar_app.publishing.errand import Errand
from calendar_app.publishing.job import Job
from connections.services import health
from core import ledger
from core.faultpoints import faultpoint
from core.outbox.states import OUTGOING, State
from networks.base import Published
from networks.errors import Busy, NetworkError

log = logging.getLogger(__name__)

MAX_TRIES = 6
MAX_AGE = timedelta(hours=24)
JITTER = 0.1
SLOW_DOWN = "rate_limited"
"""The adapters' word for: this account must rest, whatever waits for it."""
NOT_ASKED = "network_resting"
"""The client's word for: the whole network rests, so it was not even asked."""
FILES = "media_unavailable"
"""Our store of files cannot be read, or its disk is full: no network has anything to do with it."""
PATIENCE = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the tries to write down an outcome while the database is away: knowing must not get lost."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt or a look ended: the move in the flow, what the row and the ledger then say.

    `rest` is for how many seconds the network takes nothing more from this account; `told_as` is the kind of notice
    where the move itself does not say it.
    """

    action: str
    event: str
    attempt: str = Attempt.Outcome.UNSURE
    code: str = ""
    detail: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    rest: float = 0.0
    told_as: str = ""


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
        rest=published.rest,
    )


def refused(code: str, detail: str = "", *, attempt: str = Attempt.Outcome.REFUSED) -> Outcome:
    """It will not be there; a person is told."""
    changes = {"problem": code, "settled_at": Now(), "due_at": None}
    return Outcome("refuse", "publishing.refused", attempt, code, detail, changes)


def busy(job: Errand, error: Busy) -> Outcome:
    """Surely nothing was written: again later, not before the network allows it; after six tries or a day no more."""
    tries, pauses = job.row.tries + (error.code != NOT_ASKED), settings.BACKOFF_SECONDS
    rest = error.retry_after if error.code == SLOW_DOWN else 0.0
    if tries >= MAX_TRIES or job.now - job.promised > MAX_AGE:
        return replace(given_up(error), rest=rest)
    later = later_by(max(error.retry_after, pauses[max(min(tries, len(pauses)), 1) - 1]))
    changes = {"problem": error.code, "due_at": later, "tries": tries}
    put_off = Outcome("retry", "publishing.put_off", Attempt.Outcome.BUSY, error.code, error.detail, changes)
    return replace(put_off, rest=rest)


def given_up(error: Busy) -> Outcome:
    """Not tried by itself any more: refused where the network would not take it, held where we could not even ask."""
    if error.code == FILES:
        return held(Delivery.Held.BROKEN, "media_away", error.detail)
    return refused("gave_up", error.detail, attempt=Attempt.Outcome.GAVE_UP)


def unsure(error: NetworkError) -> Outcome:
    """Nobody knows: look at once."""
    changes = {"problem": error.code, "due_at": Now(), "looks": 0}
    return Outcome("doubt", "publishing.lost_sight", code=error.code, detail=error.detail, changes=changes)


def held(reason: str, code: str, detail: str = "") -> Outcome:
    """It waits for a person; nothing was sent."""
    changes = {"held_reason": reason, "problem": code, "due_at": None}
    return Outcome("hold", "publishing.held", Attempt.Outcome.RECONNECT, code, detail, changes)


def expired(code: str) -> Outcome:
    """Its time has passed and the brand does not want it any more."""
    changes = {"problem": code, "settled_at": Now(), "due_at": None}
    return Outcome("expire", "publishing.expired", code=code, changes=changes)


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

    def rows(self, job: Errand, action: str, model: type[Model] = Delivery) -> QuerySet[Any]:
        """The row, if it is still so. Who sent knows better than the doubt that others had about him meanwhile."""
        knows_better = self.state == State.SENDING and action in OUTGOING.actions(State.UNSURE)
        states = [State.SENDING, State.UNSURE] if knows_better else [self.state]
        rows = model._default_manager.filter(pk=job.row.pk, state__in=states, fence=self.fence)
        return rows if self.due_at is None else rows.filter(due_at=self.due_at)


def as_taken(job: Errand) -> Seen:
    """The row as it was when the job was taken."""
    return Seen(job.row.state, job.row.fence, job.row.due_at)


def conclude(job: Job, outcome: Outcome, seen: Seen) -> float:
    """Settle; where the gate lets the row not wait again, it is held. Returns the rest that the account needs."""
    try:
        settle(job, outcome, seen)
    except gate.NotCleared as no:
        settle(job, withdrawn(no), seen)
    return outcome.rest


def settle(job: Job, outcome: Outcome, seen: Seen) -> bool:
    """Write the outcome if the row is still as `seen`; the same transaction writes log, ledger and notices.

    False when a person or a later attempt was first. Raises NotCleared when it may not wait again. A database that is
    away for some seconds is waited for; a commit of which nobody knows is harmless to repeat.
    """
    return patiently(lambda: _settle(job, outcome, seen))


def patiently(write: Callable[[], bool]) -> bool:
    """Write down what is known, again and again while the database is away."""
    for pause in PATIENCE:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            log.warning("settling_waits_for_database", extra={"error": repr(error)})
            connection.close()
            time.sleep(pause)
    return write()


def _settle(job: Job, outcome: Outcome, seen: Seen) -> bool:
    faultpoint("C4")
    with gate.asked(), transaction.atomic():
        outcome = after_reconnecting(job, outcome)
        after = OUTGOING.after(seen.state, outcome.action)
        if seen.rows(job, outcome.action).update(state=after, **outcome.changes) != 1:
            return False
        if seen.state == State.SENDING:
            close_attempt(job, outcome, seen.fence)
        if outcome.action == "settle":
            health.mark_ok(job.channel)
            going_live.went_live(job.channel)
        write_down(job.delivery, outcome)
        telling.tell(job.delivery, outcome.told_as or telling.KINDS.get(outcome.action, ""), outcome.code)
        if outcome.action == "retry":
            lateness.tell_if_late(job.delivery.pk)
    faultpoint("C5")
    seeing.settled(job, outcome.action, outcome.code, outcome.detail, state=seen.state)
    return True


def after_reconnecting(job: Errand, outcome: Outcome) -> Outcome:
    """Somebody connected the channel anew while the network refused us: again soon, instead of holding for nobody."""
    if outcome.changes.get("held_reason") != Delivery.Held.RECONNECT or not health.lets_in(job.channel):
        return outcome
    return busy(job, Busy("renewed_meanwhile", outcome.detail, retry_after=1))


def close_attempt(job: Job, outcome: Outcome, fence: UUID | None) -> None:
    """End the attempt's line in the log."""
    if fence is not None:
        Attempt.objects.filter(delivery_id=job.delivery.pk, fence=fence).update(
            outcome=outcome.attempt, code=outcome.code, detail=outcome.detail[:2000], ended_at=Now()
        )


def write_down(delivery: Delivery, outcome: Outcome) -> None:
    """One event in the ledger; the network's own text stays out of it."""
    facts: dict[str, Any] = {"delivery": str(delivery.pk)}
    if outcome.code:
        facts["code"] = outcome.code
    if isinstance(outcome.changes.get("remote_url"), str):
        facts["url"] = outcome.changes["remote_url"]
    ledger.record(outcome.event, f"post:{delivery.post_id}", brand_id=delivery.brand_id, **facts)
