"""What a worker needs to know about one due delivery, read under the wall in the transaction that claimed its lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from calendar_app.document import Document, from_bytes
from calendar_app.models import Attempt, Delivery
from calendar_app.publishing.turn import next_due
from connections.models import Channel
from core import ledger
from core.outbox import lanes
from core.outbox.lanes import Claimed
from core.outbox.states import OUTGOING, State


@dataclass(frozen=True, slots=True)
class Job:
    """Plain values but for the channel, whose secrets stay sealed until they are needed. `now` is the database's."""

    delivery: Delivery
    channel: Channel
    document: Document
    now: datetime

    @property
    def row(self) -> Delivery:
        """The delivery, as what serves posts and replies alike calls it."""
        return self.delivery

    @property
    def keyed_at(self) -> datetime:
        """The time of the first attempt, kept for all that follow: part of what is sent."""
        moment = self.delivery.keyed_at or self.now
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    @property
    def promised(self) -> datetime:
        """From when on it is late: its planned time, or a later moment at which a person said "now"."""
        times = [self.delivery.planned_at, self.delivery.consented_at]
        return max((time for time in times if time is not None), default=self.now)

    @property
    def attempts(self) -> int:
        """How many attempts were made before. The lane is ours alone, so nobody else adds one."""
        if self.delivery.keyed_at is None:
            return 0
        return Attempt.objects.filter(delivery=self.delivery).count()


def take(lane: Claimed) -> Job | None:
    """The lane's next due delivery. First, what a dead worker left inside its fence becomes unsure, never a retry."""
    channel_id = UUID(lane.key)
    delivery = next_due(channel_id)
    if (delivery is None or delivery.somebody_died) and bury(channel_id):
        delivery = next_due(channel_id)
    if delivery is None:
        return None
    document = from_bytes(delivery.version.canonical)
    return Job(delivery, delivery.channel, document, delivery.now)


def _dead(channel_id: UUID) -> QuerySet[Delivery]:
    """Deliveries in sending whose worker is silent for longer than any sender may live."""
    silent = Now() - lanes.deadline()
    rows: QuerySet[Delivery] = Delivery.objects.filter(
        channel_id=channel_id, state=State.SENDING, fenced_at__lt=silent
    )
    return rows


def bury(channel_id: UUID) -> int:
    """Deliveries in sending whose worker is silent for longer than any sender may live: outcome unknown, look now.

    Their lane was claimed anew, so its lease had ended; a sender gives up `SEND_DEADLINE_SECONDS` after its fence.
    """
    dead = _dead(channel_id)
    found = list(dead.values_list("id", "fence", "post_id", "brand_id"))
    for delivery_id, fence, post_id, brand_id in found:
        dead.filter(id=delivery_id, fence=fence).update(
            state=OUTGOING.after(State.SENDING, "doubt"), due_at=Now(), problem="worker_lost"
        )
        Attempt.objects.filter(delivery_id=delivery_id, fence=fence).update(
            outcome=Attempt.Outcome.UNSURE, code="worker_lost", ended_at=Now()
        )
        ledger.record(
            "publishing.lost_sight",
            f"post:{post_id}",
            brand_id=brand_id,
            delivery=str(delivery_id),
            code="worker_lost",
        )
    return len(found)
