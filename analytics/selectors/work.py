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

from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate, TruncMonth, TruncWeek

from accounts.models import Brand
from analytics.models import Grain
from analytics.spans import Span
from calendar_app.models import Delivery
from connections.models import Channel
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


def worked(
    brand: Brand, spans: Sequence[Span], grain: Grain, channel: Channel | None = None
) -> list[list[Worked]]:
    """Posts by the day for which they are planned, for each of the spans, which do not overlap; in one query.

    Points without any are left out.
    """
    rows = Delivery.objects.filter(brand=brand, kind=Delivery.Kind.POST, post__brand=brand)
    if channel is not None:
        rows = rows.filter(channel=channel)
    live = Q(state=State.LIVE)
    late = F("settled_at") - Coalesce("consented_at", "planned_at")
    point = TRUNCATED[grain]("post__planned_at", tzinfo=ZoneInfo(spans[0].zone))
    between = [_between(span) for span in spans]
    which = Case(*(When(each, then=Value(place)) for place, each in enumerate(between)))
    counted: Any = (
        rows.filter(reduce(or_, between))
        .annotate(span=which, point=point, late=late)
        .values_list("span", "point", "channel_id")
        .annotate(
            published=Count("pk", filter=live),
            in_time=Count("pk", filter=live & Q(late__lte=IN_TIME)),
            failed=Count("pk", filter=Q(state__in=FAILED)),
        )
        .order_by()
    )
    found: list[list[Worked]] = [[] for _ in spans]
    for place, at, *rest in counted:
        found[place].append(Worked(max(_date(at), spans[place].first), *rest))
    return found


def _between(span: Span) -> Q:
    begin, end = span.moments()
    return Q(post__planned_at__gte=begin, post__planned_at__lt=end)


def _date(at: Any) -> date:
    found: date = at.date() if hasattr(at, "date") else at
    return found


def value_of(key: str, rows: Sequence[Worked]) -> float | None:
    """One of the three numbers; a share of nothing is unknown."""
    if key == "failures":
        return sum(row.failed for row in rows)
    published = sum(row.published for row in rows)
    if key == "published":
        return published
    return sum(row.in_time for row in rows) / published if published else None
