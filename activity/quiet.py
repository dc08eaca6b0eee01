"""When mails that can wait go out: quiet hours and digests as arithmetic. No clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Quiet from `start` until `until` by the clock of `zone`; over midnight when `until` is earlier."""

    start: time
    until: time
    zone: ZoneInfo

    def end(self, at: datetime) -> datetime | None:
        """When the quiet hours that hold `at` end, in UTC; None when `at` is in none."""
        local = at.astimezone(self.zone)
        wall = local.time()
        over_midnight = self.until < self.start
        if over_midnight and wall >= self.start:
            return _at(local + timedelta(days=1), self.until)
        inside = wall < self.until and (over_midnight or wall >= self.start)
        return _at(local, self.until) if inside else None


def next_hour(at: datetime, zone: ZoneInfo) -> datetime:
    """The next full hour of that clock, in UTC; some zones stand at half hours."""
    minutes = (at.astimezone(zone).utcoffset() or timedelta()) % HOUR
    shifted = at.astimezone(UTC) + minutes
    return shifted.replace(minute=0, second=0, microsecond=0) + HOUR - minutes


def next_day(at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The next time that clock strikes `hour`, in UTC. An hour that the day skips comes when the clock has jumped."""
    local = at.astimezone(zone)
    today = _at(local, time(hour))
    return today if today > at else _at(local + timedelta(days=1), time(hour))


def _at(day: datetime, wall: time) -> datetime:
    return datetime.combine(day.date(), wall, tzinfo=day.tzinfo).astimezone(UTC)
