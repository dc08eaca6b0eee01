"""Each local week has exactly one report, whatever clocks do; see tests/deep for ten years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.reporting.periods import Period, Schedule, instant

ZONES = (
    "Asia/Baku",
    "Europe/Istanbul",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
)


def runs(schedule: Schedule, first: datetime, last: datetime, step: timedelta) -> list[Period]:
    """What an engine that looks every `step` makes: the newest due week, when it is another than before."""
    made: list[Period] = []
    now = first
    while now <= last:
        latest = schedule.latest(now)
        if not made or made[-1] != latest:
            made.append(latest)
        now += step
    return made


def weeks(first: Period, last: Period) -> list[Period]:
    """All of them, in order."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].after())
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_has_each_week_once(zone: str) -> None:
    for hour, minute, weekday in ((2, 30, 6), (0, 0, 0), (23, 59, 6)):
        schedule = Schedule(weekday, hour, minute, zone)
        start = datetime(2027, 1, 1, tzinfo=UTC)

        made = runs(schedule, start, start + timedelta(days=370), timedelta(hours=7))

        assert made == weeks(made[0], made[-1])
        assert len(made) in (53, 54)


@pytest.mark.parametrize("zone", ZONES)
def test_it_is_due_at_the_hour_that_the_clocks_there_show(zone: str) -> None:
    schedule = Schedule(0, 8, 0, zone)
    for period in weeks(Period(2027, 1), Period(2027, 52)):
        there = schedule.due(period).astimezone(ZoneInfo(zone))

        assert (there.weekday(), there.hour, there.minute) == (0, 8, 0)
        assert there.date() == period.last + timedelta(days=1)


def test_an_hour_that_does_not_exist_means_the_first_instant_after_it() -> None:
    assert instant(datetime.fromisoformat("2027-03-28T02:30"), "Europe/Berlin") == datetime(
        2027, 3, 28, 1, tzinfo=UTC
    )


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert instant(datetime.fromisoformat("2027-10-31T02:30"), "Europe/Berlin") == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )


def test_a_day_that_a_country_left_out_is_due_when_the_next_begins() -> None:
    assert instant(datetime.fromisoformat("2011-12-30T08:00"), "Pacific/Apia") == datetime(
        2011, 12, 30, 10, tzinfo=UTC
    )


@pytest.mark.parametrize("key", ["2026-W54", "2026-W00", "2026-W1", "W1-2026", "2026W01", "2025-W53"])
def test_what_is_no_week_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(key)


def test_a_year_may_have_53_weeks() -> None:
    assert Period.of(date(2027, 1, 1)).key == "2026-W53"
    assert Period.parse("2026-W53").last == date(2027, 1, 3)
