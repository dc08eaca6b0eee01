"""Business hours: when a promise to answer falls due, and how much of a wait was within them.

Pure: hours are wall times of a zone, results are instants. On the days on which clocks change, an hour that does not
exist is skipped and one that comes twice counts twice: what counts is the time that really went by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60
FURTHEST_DAYS = 400
"""Nobody's holidays are longer; a promise beyond this is none."""


@dataclass(frozen=True, slots=True)
class Hours:
    """`week` has, from Monday, minutes after midnight of opening and closing, or nothing for a closed day."""

    zone: str
    week: Sequence[tuple[int, int] | tuple[()]]
    holidays: frozenset[date] = frozenset()


def due(start: datetime, minutes: float, hours: Hours) -> datetime | None:
    """When `minutes` of business time have gone by since `start`; None when they never open."""
    left = timedelta(minutes=minutes)
    for opens, closes in _spans(start, hours):
        begins = max(opens, start)
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    return None


def worked(start: datetime, end: datetime, hours: Hours) -> timedelta:
    """How much business time lies between the two; nothing when `end` is not after `start`."""
    total = timedelta()
    for opens, closes in _spans(start, hours):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), timedelta())
    return total


def _spans(start: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """Every span in which they are open that ends after `start`, as instants in UTC, in order."""
    zone = ZoneInfo(hours.zone)
    first = start.astimezone(zone).date() - timedelta(days=1)
    for number in range(FURTHEST_DAYS):
        day = first + timedelta(days=number)
        span = () if day in hours.holidays else hours.week[day.weekday()]
        if not span:
            continue
        opens, closes = (_instant(day, minutes, zone) for minutes in span)
        if closes > start and closes > opens:
            yield opens, closes


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Midnight of the next day closes a whole one. A wall time in a gap is the end of the gap, a doubled one the first."""
    day += timedelta(days=minutes // DAY)
    wall = datetime.combine(day, time(minutes % DAY // 60, minutes % 60), zone)
    return wall.astimezone(UTC)
