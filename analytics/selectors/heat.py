"""When people answer: engagement by weekday and hour of the brand's zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField

from accounts.models import Brand
from analytics.gains import DAY
from analytics.models import MeasureCursor
from analytics.selectors.middle import LocalPart, Middle, number
from analytics.selectors.posts import OLD_ENOUGH
from analytics.spans import begin_of, today
from connections.models import Channel

FEWEST_POSTS = 30
FEWEST_IN_SLOT = 3
DAYS_BACK = 180
LEVELS = 5

Found = dict[tuple[int, int], tuple[float, int]]
"""The middle engagement and the number of posts by weekday and hour."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour of a weekday (0 is Monday). `value` is the middle engagement of its posts; None without any.

    `level` 0 to 5 is for its colour; `is_sure` when at least 3 posts stand behind it.
    """

    weekday: int
    hour: int
    value: float | None
    posts: int
    level: int

    @property
    def is_sure(self) -> bool:
        """Whether enough posts stand behind it."""
        return self.posts >= FEWEST_IN_SLOT


@dataclass(frozen=True, slots=True)
class Heat:
    """Seven rows of 24 slots. `best` is empty unless `is_enough`: at least 30 posts have a value."""

    rows: Sequence[Sequence[Slot]]
    best: Sequence[Slot]
    posts: int
    zone: str
    since: date

    @property
    def is_enough(self) -> bool:
        """Whether there is enough data to say anything."""
        return self.posts >= FEWEST_POSTS


def best_times(
    brand: Brand, *, days: int = DAYS_BACK, limit: int = 3, channel: Channel | None = None
) -> Heat:
    """Of posts published in the last `days` days and older than 24 hours, in one query."""
    since = today(brand.zone) - (days - 1) * DAY
    rows = MeasureCursor.objects.filter(
        OLD_ENOUGH,
        brand=brand,
        delivery__isnull=False,
        since__gte=begin_of(since, brand.zone),
        totals__has_key="engagements",
    )
    if channel is not None:
        rows = rows.filter(channel=channel)
    slots: Any = rows.values_list(
        LocalPart("isodow", "since", brand.zone, output_field=IntegerField()),
        LocalPart("hour", "since", brand.zone, output_field=IntegerField()),
    ).annotate(value=Middle(number("engagements")), posts=Count("pk"))
    return _heat(
        {(day - 1, hour): (value, posts) for day, hour, value, posts in slots}, brand.zone, since, limit
    )


def _heat(found: Found, zone: str, since: date, limit: int) -> Heat:
    sure = [value for value, posts in found.values() if posts >= FEWEST_IN_SLOT]
    highest = max(sure, default=0.0)
    rows = [[_slot(day, hour, found.get((day, hour)), highest) for hour in range(24)] for day in range(7)]
    heat = Heat(rows, (), sum(posts for _value, posts in found.values()), zone, since)
    if not heat.is_enough:
        return heat
    known = [slot for row in rows for slot in row if slot.is_sure and slot.value]
    best = sorted(known, key=lambda slot: (-(slot.value or 0), -slot.posts, slot.weekday, slot.hour))[:limit]
    return replace(heat, best=best)


def _slot(weekday: int, hour: int, found: tuple[float, int] | None, highest: float) -> Slot:
    """Its level is its part of the highest sure one, in five steps."""
    if found is None:
        return Slot(weekday, hour, None, 0, 0)
    value, posts = found
    part = min(value / highest, 1.0) if highest > 0 else 0.0
    return Slot(weekday, hour, value, posts, min(LEVELS, int(part * LEVELS) + 1) if value > 0 else 0)
