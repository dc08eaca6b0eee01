"""Settling a reply: what became of an attempt, by compare-and-set on its fence. A sent one stands in its thread by it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from calendar_app.publishing import gate
from calendar_app.publishing import settling as outcomes
from calendar_app.publishing.settling import Outcome, Seen
from connections.services import health
from core import clock, ledger
from core.faultpoints import faultpoint
from core.outbox.states import OUTGOING, State
from inbox.models import Reply, ReplyAttempt
from inbox.publishing import seeing, telling
from inbox.publishing.fence import CONSTRAINTS
from inbox.publishing.job import Job
from inbox.services import sent

EVENTS = {
    "publishing.live": "inbox.reply_live",
    "publishing.refused": "inbox.reply_refused",
    "publishing.put_off": "inbox.reply_put_off",
    "publishing.lost_sight": "inbox.reply_lost_sight",
    "publishing.held": "inbox.reply_held",
    "publishing.looked": "inbox.reply_looked",
    "publishing.not_found": "inbox.reply_not_found",
    "publishing.asked": "inbox.reply_asked",
}
"""What is written down of a reply, by the word that outcomes have for it."""


def conclude(job: Job, outcome: Outcome, seen: Seen) -> float:
    """Settle; where the gate lets the row not wait again, it is held. Returns the rest that the account needs."""
    try:
        settle(job, outcome, seen)
    except gate.NotCleared as no:
        settle(job, outcomes.withdrawn(no), seen)
    return outcome.rest


def settle(job: Job, outcome: Outcome, seen: Seen) -> bool:
    """Write the outcome if the row is still as `seen`; the same transaction writes log, thread, ledger and notices.

    False when a person or a later attempt was first. Raises NotCleared when it may not wait again.
    """
    return outcomes.patiently(lambda: _settle(job, outcome, seen))


def _settle(job: Job, outcome: Outcome, seen: Seen) -> bool:
    faultpoint("C4")
    with gate.asked(CONSTRAINTS), transaction.atomic():
        conversation = sent.locked(job.reply)
        outcome = outcomes.after_reconnecting(job, outcome)
        after = OUTGOING.after(seen.state, outcome.action)
        if seen.rows(job, outcome.action, Reply).update(state=after, **outcome.changes) != 1:
            return False
        if seen.state == State.SENDING:
            _close_attempt(job, outcome, seen.fence)
        if outcome.action == "settle":
            health.mark_ok(job.channel)
            is_now = seen.state == State.SENDING
            sent.said(conversation, job.reply, at=clock.now() if is_now else job.reply.fenced_at or job.now)
        sent.touch(conversation)
        write_down(job.reply, outcome)
        telling.tell(job.reply, outcome.told_as or telling.KINDS.get(outcome.action, ""), outcome.code)
    faultpoint("C5")
    seeing.settled(job, outcome)
    return True


def _close_attempt(job: Job, outcome: Outcome, fence: UUID | None) -> None:
    ReplyAttempt.objects.filter(reply_id=job.reply.pk, fence=fence).update(
        outcome=outcome.attempt, code=outcome.code, detail=outcome.detail[:2000], ended_at=Now()
    )


def write_down(reply: Reply, outcome: Outcome) -> None:
    """One event in the ledger; the network's own text stays out of it."""
    facts: dict[str, Any] = {"reply": str(reply.pk)}
    if outcome.code:
        facts["code"] = outcome.code
    if isinstance(outcome.changes.get("remote_url"), str):
        facts["url"] = outcome.changes["remote_url"]
    ledger.record(
        EVENTS[outcome.event], f"conversation:{reply.conversation_id}", brand_id=reply.brand_id, **facts
    )
