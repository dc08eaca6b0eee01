"""Replies that people must decide about first: of senders that break, of a restored database, of a lost channel."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from calendar_app.publishing import settling as outcomes
from calendar_app.publishing.looking import ask
from calendar_app.publishing.settling import Outcome
from connections.models import Channel
from core.outbox.lanes import Claimed
from core.outbox.states import DUE, OUTGOING, State
from inbox.models import Reply
from inbox.publishing import telling
from inbox.publishing.settling import write_down


def set_aside(lane: Claimed) -> bool:
    """The lane's next due reply made its senders stumble: it is held, or people are asked if it may be out."""
    row = _due(UUID(lane.key)).filter(state__in=DUE).first()
    if row is None:
        return False
    waits = row.state == State.WAITING
    return _put(row, outcomes.held(Reply.Held.BROKEN, "broken") if waits else ask("broken"))


def hold_restored(key: str) -> int:
    """Every reply due in a lane of a restored database: it may be out already. Returns how many are held."""
    outcome = outcomes.held(Reply.Held.RESTORED, "restored")
    return sum(_put(row, outcome) for row in _due(UUID(key)).filter(state=State.WAITING))


def hold_disconnected(channel: Channel) -> int:
    """The channel is gone: replies that wait for it are held and told. Returns how many."""
    waiting = Reply.objects.filter(channel=channel, state=State.WAITING).select_related("channel")
    outcome = outcomes.held(Reply.Held.RECONNECT, "disconnected")
    return sum(_put(row, outcome) for row in waiting.order_by("id"))


def _due(channel_id: UUID) -> QuerySet[Reply]:
    rows: QuerySet[Reply] = Reply.objects.filter(channel_id=channel_id, due_at__lte=Now())
    return rows.select_related("channel", "author").order_by("due_at", "id")


def _put(row: Reply, outcome: Outcome) -> bool:
    """Compare-and-set on the state that was read; ledger and notices with it."""
    mine = Reply.objects.filter(pk=row.pk, state=row.state, fence=row.fence)
    if not mine.update(state=OUTGOING.after(row.state, outcome.action), **outcome.changes):
        return False
    write_down(row, outcome)
    telling.tell(row, telling.KINDS[outcome.action], outcome.code)
    return True
