"""Which posts did best and worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Now, Rank, RowNumber

from accounts.models import Brand
from analytics.kpis import KPIS, Kpi
from analytics.models import MeasureCursor
from analytics.selectors.middle import Middle, number
from analytics.spans import Span
from calendar_app.models import Delivery
from connections.models import Channel

LIMIT = 5
YOUNG = timedelta(hours=24)
OLD_ENOUGH = Q(since__lte=Now() - YOUNG)
OF_POSTS = (
    "reach",
    "views",
    "engagements",
    "likes",
    "comments",
    "shares",
    "saves",
    "clicks",
    "engagement_rate",
)
"""The numbers that a single post has."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A post on one channel. `delivery` has its post, the post's cover and its channel with it.

    Posts with the same value have the same rank. `times_usual` is the value over the brand's middle one.
    """

    rank: int
    delivery: Delivery
    published_at: datetime
    value: float
    is_tied: bool
    times_usual: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """`top` best first, `bottom` worst first (never a post of `top`); `counted` posts have a value.

    `young` were published less than 24 hours ago: too young to judge. Of `unknown` no number was told.
    """

    kpi: Kpi
    top: Sequence[Ranked]
    bottom: Sequence[Ranked]
    counted: int
    young: int
    unknown: int


def ranked(
    brand: Brand, span: Span, key: str, limit: int = LIMIT, *, channel: Channel | None = None
) -> Ranking:
    """Posts published in the span by their total so far of `key`, a number that networks tell of posts; in two queries.

    Ties: the same rank, the younger first. Raises KeyError for a number that posts do not have.
    """
    kpi = {name: KPIS[name] for name in OF_POSTS}[key]
    begin, end = span.moments()
    rows = MeasureCursor.objects.filter(brand=brand, delivery__isnull=False, since__gte=begin, since__lt=end)
    if channel is not None:
        rows = rows.filter(channel=channel)
    counts = _counts(rows, key)
    rows = rows.filter(OLD_ENOUGH, totals__has_key=key).annotate(value=number(key))
    found = list(
        rows.annotate(rank=Window(Rank(), order_by=F("value").desc()))
        .annotate(place=Window(RowNumber(), order_by=[F("value").desc(), F("since").desc(), F("pk").desc()]))
        .filter(Q(place__lte=limit) | Q(place__gt=max(counts["counted"] - limit, limit)))
        .order_by("place")
        .select_related("delivery__post__cover", "delivery__channel")
    )
    shown = [_ranked(row, counts["usual"], found) for row in found]
    top, rest = shown[:limit], shown[limit:]
    return Ranking(kpi, top, list(reversed(rest)), counts["counted"], counts["young"], counts["unknown"])


def _counts(rows: QuerySet[MeasureCursor], key: str) -> dict[str, Any]:
    known = Q(totals__has_key=key)
    return rows.aggregate(
        counted=Count("pk", filter=OLD_ENOUGH & known),
        young=Count("pk", filter=~OLD_ENOUGH),
        unknown=Count("pk", filter=OLD_ENOUGH & ~known),
        usual=Middle(number(key), filter=OLD_ENOUGH & known),
    )


def _ranked(row: Any, usual: float | None, others: Sequence[Any]) -> Ranked:
    is_tied = sum(other.rank == row.rank for other in others) > 1
    times = row.value / usual if usual and usual > 0 else None
    return Ranked(row.rank, row.delivery, row.since, row.value, is_tied, times)
