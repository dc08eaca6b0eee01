"""Ten years in eight zones, at hours that clocks skip and repeat: each local week has exactly one report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from analytics.reporting.periods import Period, Schedule
from tests.analytics.test_report_periods import ZONES, runs, weeks

TIMES = ((0, 8, 0), (6, 2, 30), (6, 0, 0), (0, 0, 30), (5, 23, 59))
"""Weekday, hour, minute; clocks change on Sundays at two, and in Apia a whole day was left out."""


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("weekday", "hour", "minute"), TIMES)
@pytest.mark.parametrize("first", [2011, 2026])
def test_ten_years_have_each_week_once(zone: str, weekday: int, hour: int, minute: int, first: int) -> None:
    schedule = Schedule(weekday, hour, minute, zone)
    start = datetime(first, 1, 1, tzinfo=UTC)
    end = start.replace(year=first + 10)

    made = runs(schedule, start, end, timedelta(hours=5, minutes=47))

    assert made == weeks(made[0], made[-1])
    assert made[0] == schedule.latest(start)
    assert made[-1] == schedule.latest(end)


@pytest.mark.parametrize("zone", ZONES)
def test_due_instants_rise_and_lie_a_week_apart(zone: str) -> None:
    schedule = Schedule(6, 2, 30, zone)
    found = [schedule.due(period) for period in weeks(Period(2026, 1), Period(2036, 1))]
    gaps = [later - earlier for earlier, later in pairwise(found)]

    assert min(gaps) >= timedelta(days=6, hours=22)
    assert max(gaps) <= timedelta(days=7, hours=2)
