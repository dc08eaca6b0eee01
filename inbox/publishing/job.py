"""What a worker needs to know about one due reply, read under the wall in the transaction that claimed its lane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from calendar_app.models import Attempt
from connections.models import Channel
from core import ledger
from core.outbox import lanes
from core.outbox.lanes import Claimed
from core.outbox.states import DUE, OUTGOING, State
from inbox import document
from inbox.document import Document
from inbox.models import Reply, ReplyAttempt
from networks.base import Draft


@dataclass(frozen=True, slots=True)
class Job:
    """Plain values but for the channel, whose secrets stay sealed until they are needed. `now` is the database's."""

    reply: Reply
    channel: Channel
    document: Document
    now: datetime

    @property
    def row(self) -> Reply:
        """The reply, as what serves posts and replies alike calls it."""
        return self.reply

    @property
    def keyed_at(self) -> datetime:
        """The time of the first attempt, kept for all that follow: part of what is sent."""
        moment = self.reply.keyed_at or self.now
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    @property
    def promised(self) -> datetime:
        """From when on it is late: since it was written, or since the last time that people let it go."""
        return self.reply.keyed_at or self.now

    @property
    def draft(self) -> Draft:
        """What is said, with the time of the first attempt."""
        return replace(self.document.draft, created_at=self.keyed_at)

    @property
    def attempts(self) -> int:
        """How many attempts were made before. The lane is ours alone, so nobody else adds one."""
        return ReplyAttempt.objects.filter(reply=self.reply).count()


def take(lane: Claimed) -> Job | None:
    """The lane's next due reply. First, what a dead worker left inside its fence becomes unsure, never a retry."""
    channel_id = UUID(lane.key)
    bury(channel_id)
    reply = next_due(channel_id).annotate(asked_at=Now()).first()
    if reply is None:
        return None
    return Job(reply, reply.channel, document.from_bytes(reply.canonical), reply.asked_at)


def next_due(channel_id: UUID) -> QuerySet[Reply]:
    """The due replies of a channel in their order, with what sending them needs."""
    rows: QuerySet[Reply] = Reply.objects.filter(channel_id=channel_id, state__in=DUE, due_at__lte=Now())
    joined = rows.select_related("channel__credential", "conversation__brand", "author")
    return joined.order_by("due_at", "id")


def bury(channel_id: UUID) -> int:
    """Replies in sending whose worker is silent for longer than any sender may live: outcome unknown, look now."""
    silent = Now() - lanes.deadline()
    dead = Reply.objects.filter(channel_id=channel_id, state=State.SENDING, fenced_at__lt=silent)
    found = list(dead.values_list("id", "fence", "conversation_id", "brand_id"))
    for reply_id, fence, conversation_id, brand_id in found:
        dead.filter(id=reply_id, fence=fence).update(
            state=OUTGOING.after(State.SENDING, "doubt"), due_at=Now(), problem="worker_lost"
        )
        ReplyAttempt.objects.filter(reply_id=reply_id, fence=fence).update(
            outcome=Attempt.Outcome.UNSURE, code="worker_lost", ended_at=Now()
        )
        subject = f"conversation:{conversation_id}"
        ledger.record("inbox.reply_lost_sight", subject, brand_id=brand_id, reply=str(reply_id))
    return len(found)
