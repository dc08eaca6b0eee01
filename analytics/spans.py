"""Spans of whole days in a brand's zone, and the days inside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both counted, as the zone (an IANA name) has them."""

    first: date
    last: date
    zone: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a span ends before it begins")

    @classmethod
    def recent(cls, days: int, zone: str, *, until: date | None = None) -> Span:
        """The last `days` days up to and with `until`, else today."""
        last = until or today(zone)
        return cls(last - (days - 1) * DAY, last, zone)

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        """Each day, in order."""
        return (self.first + number * DAY for number in range(self.length))

    def before(self) -> Span:
        """As many days, right before."""
        return Span(self.first - self.length * DAY, self.first - DAY, self.zone)

    def year_before(self) -> Span:
        """The same dates a year earlier; 29 February becomes the 28th. As long as this one but for a leap day."""
        return Span(_year_before(self.first), _year_before(self.last), self.zone)

    def moments(self) -> tuple[datetime, datetime]:
        """In UTC: when the first day begins, and when the day after the last one does. Days may have 23 or 25 hours."""
        return begin_of(self.first, self.zone), begin_of(self.last + DAY, self.zone)


def begin_of(day: date, zone: str) -> datetime:
    """When a day begins there, in UTC."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """The day on which a moment falls there."""
    return moment.astimezone(ZoneInfo(zone)).date()


def today(zone: str) -> date:
    """The day that it is there now."""
    return datetime.now(ZoneInfo(zone)).date()


def week_of(day: date) -> date:
    """The Monday of its ISO week."""
    return day - day.weekday() * DAY


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
