"""The posts of a channel as they were counted, read for reckoning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from analytics.abilities import told_of_posts
from analytics.cadence import FIRST, WEEKLY_DAYS
from analytics.gains import DAY, LATEST_WEEK, METRICS, Life, Totals
from analytics.models import MeasureCursor, PostDay
from analytics.spans import Span, begin_of, day_of
from connections.models import Channel

Days = dict[date, tuple[datetime, Totals]]
"""What was told on a day, and when."""


def of_channel(channel: Channel, span: Span) -> list[Life]:
    """Every post that may gain something in the span, with what was told in it and in the week before."""
    _begin, end = span.moments()
    oldest = begin_of(span.first - (WEEKLY_DAYS + 1) * DAY, span.zone)
    cursors = MeasureCursor.objects.filter(
        brand_id=channel.brand_id,
        channel=channel,
        delivery__isnull=False,
        since__gte=oldest,
        since__lt=end,
    )
    rows = list(cursors.values_list("delivery_id", "since", "gone_at", "codes"))
    told = told_of_posts(channel.network)
    days = _days([row[0] for row in rows], span.first - LATEST_WEEK * DAY, span.last)
    return [
        life(since, span.zone, gone_at=gone, told=_with_links(told, codes), days=days.get(delivery, {}))
        for delivery, since, gone, codes in rows
    ]


def life(
    since: datetime,
    zone: str,
    *,
    gone_at: datetime | None,
    told: frozenset[str],
    days: Days,
) -> Life:
    """A post counts from the day of its first question to its ninetieth day, or to when its network lost it."""
    first = day_of(since + FIRST[0], zone)
    last = first + WEEKLY_DAYS * DAY
    if gone_at is not None:
        last = min(last, day_of(gone_at, zone) - DAY)
    totals = {day: told_then for day, (_at, told_then) in days.items()}
    return Life(first, last, told, totals, {day: at for day, (at, _totals) in days.items()})


def _with_links(told: frozenset[str], codes: list[str]) -> frozenset[str]:
    return told | {"clicks"} if codes else told


def _days(deliveries: Iterable[UUID], first: date, last: date) -> dict[UUID, Days]:
    rows: Any = PostDay.objects.filter(delivery_id__in=list(deliveries), day__range=(first, last))
    found: dict[UUID, Days] = {}
    for delivery, day, asked_at, *totals in rows.values_list("delivery_id", "day", "asked_at", *METRICS):
        found.setdefault(delivery, {})[day] = (asked_at, totals)
    return found
