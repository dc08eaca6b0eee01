"""Figures of approvals for dashboards and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Aggregate, F, FloatField, Q
from django.db.models.functions import Extract, JSONObject, Now, TruncDate

from accounts.models import Brand
from approvals.models import Review
from approvals.states import State

DECIDED = (State.APPROVED, State.CHANGES_ASKED, State.REJECTED)


def approval_minutes(
    brand: Brand, span_start: datetime, span_end: datetime, *, covers: str = "post"
) -> list[float]:
    """Minutes from submission to the end for each review that people ended in [start, end), in order of their ends.

    What was withdrawn, changed meanwhile or expired was not decided and is not among them. Empty: nothing was decided.
    """
    rows = Review.objects.filter(
        brand=brand, covers=covers, state__in=DECIDED, closed_at__gte=span_start, closed_at__lt=span_end
    )
    times = rows.order_by("closed_at", "id").values_list("submitted_at", "closed_at")
    return [(closed - submitted) / timedelta(minutes=1) for submitted, closed in times]


@dataclass(frozen=True, slots=True)
class Decided:
    """One review that people ended: on which local day of the brand, after how many minutes, for which channels."""

    day: date
    minutes: float
    channels: frozenset[UUID] = frozenset()


def decided_in(brand: Brand, spans: Sequence[tuple[date, date]], *, covers: str = "post") -> Any:
    """The same reviews, of some spans of local days (both ends included), as a column of any query."""
    begin, end = min(first for first, _last in spans), max(last for _first, last in spans)
    rows = Review.objects.filter(
        brand=brand,
        covers=covers,
        state__in=DECIDED,
        closed_at__gte=_begin_of(begin, brand),
        closed_at__lt=_begin_of(end + timedelta(days=1), brand),
    )
    rows = rows.annotate(
        day=TruncDate("closed_at", tzinfo=ZoneInfo(brand.zone)), took=F("closed_at") - F("submitted_at")
    )
    which = reduce(or_, (Q(day__range=span) for span in spans))
    told = JSONObject(day=F("day"), seconds=Extract("took", "epoch"), channels=F("channel_ids"))
    return ArraySubquery(rows.filter(which).order_by("closed_at", "id").values(json=told))


def decided_of(column: Sequence[Mapping[str, Any]]) -> list[Decided]:
    """What that column held."""
    return [
        Decided(date.fromisoformat(row["day"]), row["seconds"] / 60, frozenset(map(UUID, row["channels"])))
        for row in column
    ]


def usual_minutes(brand: Brand, *, days: int = 30) -> float | None:
    """The middle one of the last days' minutes from submission to the decision; None when nothing was decided."""
    rows = Review.objects.filter(
        brand=brand, covers="post", state__in=DECIDED, closed_at__gte=Now() - timedelta(days=days)
    )
    took = Extract(F("closed_at") - F("submitted_at"), "epoch")
    seconds: float | None = rows.aggregate(middle=Middle(took))["middle"]
    return None if seconds is None else seconds / 60


class Middle(Aggregate):
    """The median, of Postgres."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def _begin_of(day: date, brand: Brand) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(brand.zone))


def waiting(brand: Brand, *, covers: str = "post") -> int:
    """How many reviews wait for an answer now."""
    return int(Review.objects.filter(brand=brand, covers=covers, state=State.OPEN).count())
