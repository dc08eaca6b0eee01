"""Which week a report is about, and at which instant it is due. Pure: neither clock nor database.

A report of an ISO week is due in the week after it, so each week has exactly one due instant, whatever clocks do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """An ISO week, Monday to Sunday."""

    year: int
    week: int

    @classmethod
    def of(cls, day: date) -> Period:
        """The week in which `day` lies."""
        year, week, _weekday = day.isocalendar()
        return cls(year, week)

    @classmethod
    def parse(cls, key: str) -> Period:
        """From `2026-W47`. Raises ValueError for anything else."""
        year, _mark, week = key.partition("-W")
        found = cls(int(year), int(week))
        if found.key != key or cls.of(found.first) != found:
            raise ValueError(f"{key!r} is no week")
        return found

    @property
    def key(self) -> str:
        """2026-W47."""
        return f"{self.year:04}-W{self.week:02}"

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=DAYS - 1)

    def after(self, weeks: int = 1) -> Period:
        """The week that many weeks later; a negative number goes back."""
        return Period.of(self.first + timedelta(days=DAYS * weeks))


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a report goes out by the clocks of `zone`; Monday is 0."""

    weekday: int
    hour: int
    minute: int
    zone: str

    def due(self, period: Period) -> datetime:
        """The instant at which the report about `period` is due, in UTC."""
        day = period.last + timedelta(days=1 + self.weekday)
        return instant(datetime.combine(day, time(self.hour, self.minute)), self.zone)

    def latest(self, now: datetime) -> Period:
        """The newest week whose report is due at `now`."""
        found = Period.of(now.astimezone(ZoneInfo(self.zone)).date()).after()
        while self.due(found) > now:
            found = found.after(-1)
        return found

    def upcoming(self, now: datetime) -> Period:
        """The first week whose report is due later than `now`."""
        return self.latest(now).after()


def instant(wall: datetime, zone: str) -> datetime:
    """When the clocks of `zone` show `wall`, in UTC: of two times the first; of none the first instant after the gap."""
    there = ZoneInfo(zone)
    at = wall.replace(tzinfo=there).astimezone(UTC)
    if at.astimezone(there).replace(tzinfo=None) == wall:
        return at
    return _end_of_gap(wall.replace(tzinfo=there, fold=1).astimezone(UTC), at, there)


def _end_of_gap(before: datetime, after: datetime, there: ZoneInfo) -> datetime:
    """The instant between the two at which the clocks jumped, to the second."""
    old = before.astimezone(there).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(there).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
