"""How fast people were answered, day by day: what the numbers of a brand are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import JSONObject, TruncDate

from accounts.models import Brand
from inbox.models import Answer, Message


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One channel on one local day of the brand, on which these customers began to wait.

    `seconds` and `business_seconds` are those of each answered wait in ascending order (so that medians of any span can
    be made); `kept` and `missed` count those under a promise. `received` are messages of customers heard that day.
    """

    day: date
    channel_id: UUID
    answered: int
    seconds: tuple[int, ...]
    business_seconds: tuple[int, ...]
    kept: int
    missed: int
    received: int


@dataclass(frozen=True, slots=True)
class Totals:
    """A span as one: None where nothing was answered (or nothing promised)."""

    received: int
    answered: int
    median_seconds: int | None
    median_business_seconds: int | None
    kept_share: float | None


def figures(brand: Brand, first: date, last: date, *, channel: UUID | None = None) -> list[DayFigures]:
    """Every day and channel between the two days (both included) on which something came in or was answered.

    By day, then channel. Two queries.
    """
    answers = _answers(brand, first, last, channel)
    received = _received(brand, first, last, channel)
    keys = sorted({*answers, *received}, key=lambda key: (key[0], str(key[1])))
    return [_day(key, answers.get(key, {}), received.get(key, 0)) for key in keys]


def totals(days: list[DayFigures]) -> Totals:
    """What the days come to together."""
    seconds = sorted(one for day in days for one in day.seconds)
    business = sorted(one for day in days for one in day.business_seconds)
    kept, missed = sum(day.kept for day in days), sum(day.missed for day in days)
    return Totals(
        received=sum(day.received for day in days),
        answered=len(seconds),
        median_seconds=_median(seconds),
        median_business_seconds=_median(business),
        kept_share=kept / (kept + missed) if kept + missed else None,
    )


Key = tuple[date, UUID]
TOLD = ("all_seconds", "all_business", "kept_count", "missed_count")


def answered_in(brand: Brand, spans: Sequence[tuple[date, date]]) -> Any:
    """The days of some spans (both ends included) on which people began to wait, as a column of any query."""
    which = reduce(or_, (Q(day__range=span) for span in spans))
    names = ("day", "channel_id", *TOLD)
    rows = _by_day(Answer.objects.filter(which, brand_id=brand.pk)).order_by("day", "channel_id")
    return ArraySubquery(rows.values(json=JSONObject(**{name: F(name) for name in names})))


def answered_of(column: Sequence[Mapping[str, Any]]) -> list[DayFigures]:
    """What that column held; what was received was not asked for and stays 0."""
    return [
        _day((date.fromisoformat(row["day"]), UUID(row["channel_id"])), row, received=0) for row in column
    ]


def _answers(brand: Brand, first: date, last: date, channel: UUID | None) -> dict[Key, Mapping[str, Any]]:
    rows = Answer.objects.filter(brand_id=brand.pk, day__range=(first, last))
    if channel is not None:
        rows = rows.filter(channel_id=channel)
    return {(row["day"], row["channel_id"]): row for row in _by_day(rows).order_by()}


def _by_day(rows: QuerySet[Answer]) -> Any:
    return rows.values("day", "channel_id").annotate(
        all_seconds=ArrayAgg("seconds", order_by=["seconds"]),
        all_business=ArrayAgg(
            "business_seconds", filter=Q(business_seconds__isnull=False), order_by=["business_seconds"]
        ),
        kept_count=Count("pk", filter=Q(kept=True)),
        missed_count=Count("pk", filter=Q(kept=False)),
    )


def _received(brand: Brand, first: date, last: date, channel: UUID | None) -> dict[Key, int]:
    begin, end = brand_day(brand, first), brand_day(brand, last + timedelta(days=1))
    rows = Message.objects.filter(brand_id=brand.pk, direction="in", said_at__gte=begin, said_at__lt=end)
    if channel is not None:
        rows = rows.filter(channel_id=channel)
    days = rows.annotate(day=TruncDate("said_at", tzinfo=ZoneInfo(brand.zone))).values("day", "channel_id")
    return {(row["day"], row["channel_id"]): row["n"] for row in days.annotate(n=Count("pk")).order_by()}


def brand_day(brand: Brand, day: date) -> datetime:
    """When a local day of the brand begins."""
    return datetime.combine(day, time(), ZoneInfo(brand.zone))


def _day(key: Key, row: Mapping[str, Any], received: int) -> DayFigures:
    seconds = tuple(row.get("all_seconds") or ())
    return DayFigures(
        day=key[0],
        channel_id=key[1],
        answered=len(seconds),
        seconds=seconds,
        business_seconds=tuple(row.get("all_business") or ()),
        kept=row.get("kept_count", 0),
        missed=row.get("missed_count", 0),
        received=received,
    )


def _median(ordered: list[int]) -> int | None:
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
