"""When a post or an account is asked next. Pure: no database, no clock.

A post: 5 min, 15 min, 1 h and 3 h after it was published, then in each evening of its brand until 30 days, then once a
week until 90 days. An account: each evening. Evenings are from 21:00 to 23:00 in the brand's zone, each thing at its own
minute, so that a day's last answer holds nearly the whole day and an hour is left to ask again.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from analytics.gains import DAILY_DAYS, WEEK_DAYS
from analytics.spans import day_of

FIRST = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180))
WEEKLY_DAYS = 90
EVENING = time(21)
EVENING_MINUTES = 120
DAY = timedelta(days=1)


def next_of_post(since: datetime, now: datetime, zone: str, salt: int) -> datetime | None:
    """When a post that has been out `since` is asked again after `now`; None when its time is over."""
    early = next((since + after for after in FIRST if since + after > now), None)
    evening = _evening_after(max(now, since + FIRST[0]), zone, salt)
    if early is not None:
        return min(early, evening)
    age = (day_of(evening, zone) - day_of(since + FIRST[0], zone)).days
    if age <= DAILY_DAYS:
        return evening
    weeks = -(-(age - DAILY_DAYS) // WEEK_DAYS)
    asked = DAILY_DAYS + weeks * WEEK_DAYS
    return _moved(evening, asked - age, zone) if asked <= WEEKLY_DAYS else None


def next_of_account(now: datetime, zone: str, salt: int) -> datetime:
    """The next evening."""
    return _evening_after(now, zone, salt)


def _evening_after(now: datetime, zone: str, salt: int) -> datetime:
    there = ZoneInfo(zone)
    day = now.astimezone(there).date()
    minutes = timedelta(minutes=salt % EVENING_MINUTES)
    today = datetime.combine(day, EVENING, tzinfo=there) + minutes
    return today if today > now else datetime.combine(day + DAY, EVENING, tzinfo=there) + minutes


def _moved(evening: datetime, days: int, zone: str) -> datetime:
    """The same wall time some days later."""
    return datetime.combine(evening.date() + days * DAY, evening.time(), tzinfo=ZoneInfo(zone))
