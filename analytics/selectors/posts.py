"""Which posts did best and worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Subquery, Value, When, Window
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
    """Posts published in the span by their total so far of `key`, a number that networks tell of posts; one query.

    Ties: the same rank, the younger first. Raises KeyError for a number that posts do not have.
    """
    kpi = {name: KPIS[name] for name in OF_POSTS}[key]
    begin, end = span.moments()
    rows = MeasureCursor.objects.filter(brand=brand, delivery__isnull=False, since__gte=begin, since__lt=end)
    if channel is not None:
        rows = rows.filter(channel=channel)
    found = list(_places(rows, key, limit))
    shown = [_ranked(row, found) for row in found if row.is_judged]
    top, rest = shown[:limit], shown[limit:]
    counted, young, unknown = (found[0].counted, found[0].young, found[0].unknown) if found else (0, 0, 0)
    return Ranking(kpi, top, list(reversed(rest)), counted, young, unknown)


def _places(rows: QuerySet[MeasureCursor], key: str, limit: int) -> Any:
    """The best and the worst in order, and at least one row when there is any: each knows how many there are."""
    known = Q(totals__has_key=key)
    judged, value = OLD_ENOUGH & known, number(key)
    usual = rows.filter(judged).order_by().values(every=Value(1)).annotate(usual=Middle(value))
    first_judged = F("is_judged").desc()
    place = Window(RowNumber(), order_by=[first_judged, F("value").desc(), F("since").desc(), F("pk").desc()])
    told = rows.annotate(is_judged=Case(When(judged, then=True), default=False), value=value)
    counts = {"counted": judged, "young": ~OLD_ENOUGH, "unknown": OLD_ENOUGH & ~known}
    placed = told.annotate(
        rank=Window(Rank(), order_by=[first_judged, F("value").desc()]),
        place=place,
        usual=Subquery(usual.values("usual")),
        **{name: Window(Count("pk", filter=which)) for name, which in counts.items()},
    )
    ends = Q(place__lte=limit) | Q(place__lte=F("counted"), place__gt=F("counted") - limit)
    return (
        placed.filter(Q(place=1) | Q(is_judged=True) & ends)
        .order_by("place")
        .select_related("delivery__post__cover", "delivery__channel")
    )


def _ranked(row: Any, others: Sequence[Any]) -> Ranked:
    is_tied = sum(other.rank == row.rank for other in others) > 1
    times = row.value / row.usual if row.usual and row.usual > 0 else None
    return Ranked(row.rank, row.delivery, row.since, row.value, is_tied, times)


@dataclass(frozen=True, slots=True)
class Listed:
    """A post on one channel for a list; `cursor` leads to the next page. Names that `totals` lacks are unknown."""

    cursor: int
    published_at: datetime
    channel_id: UUID
    headline: str
    url: str
    totals: Mapping[str, float]


def page(brand: Brand, span: Span, *, after: int, size: int, channel: Channel | None = None) -> list[Listed]:
    """Posts published in the span, in the order in which they were noticed; one query."""
    begin, end = span.moments()
    rows = MeasureCursor.objects.filter(
        brand=brand, delivery__isnull=False, since__gte=begin, since__lt=end, pk__gt=after
    )
    if channel is not None:
        rows = rows.filter(channel=channel)
    names = ("pk", "since", "channel_id", "delivery__post__headline", "delivery__remote_url", "totals")
    found: Any = rows.order_by("pk").values_list(*names)[:size]
    return [Listed(*row) for row in found]
