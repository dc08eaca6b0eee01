"""What this program knows by itself: how many posts went out, in time, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DateField, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce, TruncDate, TruncMonth, TruncWeek

from accounts.models import Brand
from analytics.models import Grain
from analytics.spans import Span
from calendar_app.models import Delivery
from core.outbox.states import State

IN_TIME = timedelta(seconds=60)
FAILED = (State.REFUSED, State.EXPIRED, State.UNSURE, State.ASKING)
TRUNCATED: Mapping[Grain, Any] = {Grain.DAY: TruncDate, Grain.WEEK: TruncWeek, Grain.MONTH: TruncMonth}


@dataclass(frozen=True, slots=True)
class Worked:
    """Counts of one channel on one day, or in one week or month of the span that begins on `point`."""

    point: date
    channel_id: UUID
    published: int
    in_time: int
    failed: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Of which spans, that do not overlap, how finely, and of which channel; None for all."""

    spans: Sequence[Span]
    grain: Grain
    channel_id: UUID | None


def worked(brand: Brand, askings: Sequence[Asking]) -> list[list[list[Worked]]]:
    """Posts by the day for which they are planned: for each asking, for each of its spans; in one query at most.

    Points without any are left out.
    """
    found: list[list[list[Worked]]] = [[[] for _ in asking.spans] for asking in askings]
    if not askings:
        return found
    first, *others = [_counts(brand, asking, place) for place, asking in enumerate(askings)]
    rows: Any = first.union(*others, all=True) if others else first
    for asking, place, at, *rest in rows:
        found[asking][place].append(Worked(max(at, askings[asking].spans[place].first), *rest))
    return found


def _counts(brand: Brand, asking: Asking, number: int) -> Any:
    rows = Delivery.objects.filter(brand=brand, kind=Delivery.Kind.POST, post__brand=brand)
    if asking.channel_id is not None:
        rows = rows.filter(channel=asking.channel_id)
    live = Q(state=State.LIVE)
    late = F("settled_at") - Coalesce("consented_at", "planned_at")
    zone = ZoneInfo(asking.spans[0].zone)
    point = Cast(TRUNCATED[asking.grain]("post__planned_at", tzinfo=zone), DateField())
    between = [_between(span) for span in asking.spans]
    which = Case(*(When(each, then=Value(place)) for place, each in enumerate(between)))
    return (
        rows.filter(reduce(or_, between))
        .annotate(asking=Value(number), span=which, point=point, late=late)
        .values_list("asking", "span", "point", "channel_id")
        .annotate(
            published=Count("pk", filter=live),
            in_time=Count("pk", filter=live & Q(late__lte=IN_TIME)),
            failed=Count("pk", filter=Q(state__in=FAILED)),
        )
        .order_by()
    )


def _between(span: Span) -> Q:
    begin, end = span.moments()
    return Q(post__planned_at__gte=begin, post__planned_at__lt=end)


def value_of(key: str, rows: Sequence[Worked]) -> float | None:
    """One of the three numbers; a share of nothing is unknown."""
    if key == "failures":
        return sum(row.failed for row in rows)
    published = sum(row.published for row in rows)
    if key == "published":
        return published
    return sum(row.in_time for row in rows) / published if published else None
