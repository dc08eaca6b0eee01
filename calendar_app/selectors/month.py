"""The calendar: a month as weeks of days."""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import Brand
from calendar_app.models import Post
from calendar_app.selectors.shown import Chip, chips, with_deliveries
from calendar_app.states import ASKS


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: its chips in order of time."""

    date: date
    in_month: bool
    is_today: bool
    is_past: bool
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, with the ISO number of the week."""

    number: int
    days: tuple[Day, ...]

    @property
    def posts(self) -> int:
        """How many posts the week has."""
        return sum(len(day.chips) for day in self.days)


@dataclass(frozen=True, slots=True)
class Month:
    """A month with the days around it that fill its weeks. `asking` is not narrowed by a state."""

    first: date
    weeks: tuple[Week, ...]
    posts: int
    asking: tuple[Chip, ...]

    @property
    def previous(self) -> date:
        """The first of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        """The first of the month after."""
        return (self.first + timedelta(days=32)).replace(day=1)


def month(brand: Brand, first: date, *, channel: str = "", state: str = "") -> Month:
    """The month that begins at `first`, in the brand's zone: four queries, whatever it holds."""
    zone = ZoneInfo(brand.zone)
    rows = calendar.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    found = _between(brand, rows[0][0], rows[-1][-1] + timedelta(days=1), channel=channel)
    asking = tuple(one for one in found if one.shown.state in ASKS)
    if state:
        found = [one for one in found if one.shown.tone == state]
    by_day = defaultdict(list)
    for one in found:
        if one.at is not None:
            by_day[one.at.date()].append(one)
    today = datetime.now(zone).date()
    weeks = tuple(
        Week(
            week[0].isocalendar().week,
            tuple(
                Day(day, day.month == first.month, day == today, day < today, tuple(by_day[day]))
                for day in week
            ),
        )
        for week in rows
    )
    inside = [one for one in found if one.at and one.at.month == first.month]
    return Month(first, weeks, len(inside), asking)


def _between(brand: Brand, start: date, end: date, *, channel: str) -> list[Chip]:
    zone = ZoneInfo(brand.zone)
    begins, ends = (datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in (start, end))
    here = Q(planned_at__gte=begins, planned_at__lt=ends)
    if channel:
        here &= Q(deliveries__channel_id=channel)
    posts = with_deliveries(Post.objects.filter(here)).order_by("planned_at", "id")
    return chips(posts, brand.zone)
