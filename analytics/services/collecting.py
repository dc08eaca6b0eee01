"""Asking networks for figures: one worker an account, outside of any transaction, as slowly as the network wants it.

The lease on the account's cursor is the right to ask and to write; an answer that comes after it ended is thrown away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from analytics import cadence
from analytics.abilities import told_of_posts
from analytics.models import MeasureCursor
from analytics.selectors import clicks
from analytics.services import cursors, rollup, telling
from connections.client import Client, client_for
from connections.models import Channel
from core import clock
from networks.errors import Busy, NetworkError, Reconnect
from networks.measuring import AccountFigures, PostFigures

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""Longer than the questions of one turn take; each batch of answers prolongs it."""
AT_ONCE = 500
"""Posts of one turn; what is left is due again at once."""
REST = timedelta(minutes=15)
"""After an answer that is no sensible one."""
NO_BATCH = 100


@dataclass(slots=True)
class _Turn:
    """One account's turn: `lease` says that it is ours."""

    channel: Channel
    head: MeasureCursor
    lease: datetime
    client: Client | None = None

    @property
    def zone(self) -> str:
        """Of the brand."""
        zone: str = self.channel.brand.zone
        return zone


def measure(channel_id: UUID) -> int:
    """Ask for everything of this account that is due; returns how many answers were written.

    0 when somebody else asks already, when the account must rest, or when nothing is due. Ask inside its scope and
    outside any transaction.
    """
    turn = _claim(channel_id)
    if turn is None:
        return 0
    try:
        return _asked(turn)
    finally:
        MeasureCursor.objects.filter(pk=turn.head.pk, lease_until=turn.lease).update(lease_until=None)


def _claim(channel_id: UUID) -> _Turn | None:
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    awake = Q(rest_until=None) | Q(rest_until__lte=Now())
    heads = MeasureCursor.objects.filter(channel_id=channel_id, delivery=None)
    lease = clock.now() + LEASE
    if not heads.filter(free & awake).update(lease_until=lease):
        return None
    channel = Channel.objects.select_related("credential", "brand").get(pk=channel_id)
    is_there = channel.is_healthy and channel.brand.trashed_at is None
    return _Turn(channel, heads.get(), lease) if is_there else None


def _asked(turn: _Turn) -> int:
    """A network that says no is left alone for as long as it says; what it told before stays written."""
    try:
        turn.client = client_for(turn.channel)
        return _ask_posts(turn, turn.client) + _ask_account(turn, turn.client)
    except Busy as busy:
        _rest(turn, timedelta(seconds=max(busy.retry_after, 1.0)))
    except Reconnect as error:
        log.info("measuring_locked_out", extra={"channel": str(turn.channel.pk), "code": error.code})
    except NetworkError as error:
        log.warning("measuring_failed", extra={"channel": str(turn.channel.pk), "code": error.code})
        _rest(turn, REST)
    return 0


def _rest(turn: _Turn, how_long: timedelta) -> None:
    MeasureCursor.objects.filter(pk=turn.head.pk).update(rest_until=Now() + how_long)


def _ask_posts(turn: _Turn, client: Client) -> int:
    rows = MeasureCursor.objects.filter(channel=turn.channel, delivery__isnull=False, due_at__lte=Now())
    due = list(rows.select_related("delivery").order_by("due_at")[:AT_ONCE])
    size = client.posts_at_once or NO_BATCH
    return sum(_ask_batch(turn, client, due[at : at + size]) for at in range(0, len(due), size))


def _ask_batch(turn: _Turn, client: Client, batch: Sequence[MeasureCursor]) -> int:
    by_remote = {row.delivery.remote_id: row for row in batch if row.delivery is not None}
    found = client.post_figures(list(by_remote)) if client.measures else {}
    told = {row: found.get(remote) for remote, row in by_remote.items()}
    if not client.measures:
        told = {row: PostFigures() for row in batch}
    return _write(turn, lambda at: _write_posts(turn, told, at))


def _write_posts(turn: _Turn, told: dict[MeasureCursor, PostFigures | None], at: datetime) -> set[date]:
    links = clicks.totals([] if "clicks" in told_of_posts(turn.channel.network) else [*told])
    figures = {
        row.delivery_id: clicks.completed(answer, links.get(row.pk))
        for row, answer in told.items()
        if answer is not None and row.delivery_id is not None
    }
    for row, answer in told.items():
        _plan(row, turn.zone, at, is_gone=answer is None)
        if answer is not None and row.delivery_id is not None:
            row.totals = telling.totals(row.totals, figures[row.delivery_id])
    MeasureCursor.objects.bulk_update(list(told), ["asked_at", "due_at", "gone_at", "totals"])
    return telling.posts(turn.channel, figures, at=at, zone=turn.zone)


def _plan(row: MeasureCursor, zone: str, at: datetime, *, is_gone: bool) -> None:
    """What its network does not know any more is asked for once more, the next time it would be."""
    was_gone = row.gone_at is not None
    row.gone_at = (row.gone_at or at) if is_gone else None
    row.asked_at = at
    over = is_gone and was_gone
    row.due_at = None if over else cadence.next_of_post(row.since, at, zone, _salt(row.delivery_id))


def _ask_account(turn: _Turn, client: Client) -> int:
    """Each evening, networks that do not count among them: what was published late is noticed then."""
    if turn.head.due_at is None or turn.head.due_at > clock.now():
        return 0
    cursors.notice(turn.channel)
    figures = client.account_figures() if client.measures else AccountFigures()

    def write(at: datetime) -> set[date]:
        due_at = cadence.next_of_account(at, turn.zone, _salt(turn.channel.pk))
        MeasureCursor.objects.filter(pk=turn.head.pk).update(due_at=due_at, asked_at=at)
        return telling.account(turn.channel, figures, at=at, zone=turn.zone)

    return _write(turn, write)


def _write(turn: _Turn, write: Callable[[datetime], set[date]]) -> int:
    """In one transaction with the roll-ups, if the turn is still ours; prolongs it. Returns how many days were written."""
    with transaction.atomic():
        ours = MeasureCursor.objects.filter(pk=turn.head.pk, lease_until=turn.lease)
        lease = clock.now() + LEASE
        if not ours.update(lease_until=lease):
            log.warning("measured_too_late", extra={"channel": str(turn.channel.pk)})
            return 0
        turn.lease = lease
        days = write(clock.now())
        rollup.refresh(turn.channel, days)
    return len(days)


def _salt(key: UUID | None) -> int:
    return key.int if key else 0
