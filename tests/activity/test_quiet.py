"""Quiet hours and the beats of digests, by the clock of whoever has them."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from activity.quiet import Hours, next_day, next_hour

BAKU = ZoneInfo("Asia/Baku")
BERLIN = ZoneInfo("Europe/Berlin")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def utc(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2027-03-01 18:59", None),  # 22:59 in Baku
        ("2027-03-01 19:00", "2027-03-02 04:00"),  # 23:00, the first quiet minute
        ("2027-03-01 23:30", "2027-03-02 04:00"),  # 03:30 of the next day
        ("2027-03-02 03:59", "2027-03-02 04:00"),
        ("2027-03-02 04:00", None),  # 08:00, over
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(at: str, end: str | None) -> None:
    hours = Hours(time(23), time(8), BAKU)

    assert hours.end(utc(at)) == (utc(end) if end else None)


@pytest.mark.parametrize(
    ("at", "end"),
    [("2027-03-01 07:59", None), ("2027-03-01 08:00", "2027-03-01 09:30"), ("2027-03-01 09:30", None)],
)
def test_quiet_hours_in_the_middle_of_a_day_end_the_same_day(at: str, end: str | None) -> None:
    hours = Hours(time(12), time(13, 30), BAKU)

    assert hours.end(utc(at)) == (utc(end) if end else None)


def test_a_night_in_which_the_clocks_change_ends_at_the_same_wall_time() -> None:
    hours = Hours(time(22), time(7), BERLIN)

    assert hours.end(utc("2027-03-27 22:00")) == utc("2027-03-28 05:00")
    assert hours.end(utc("2027-10-30 22:00")) == utc("2027-10-31 06:00")


def test_an_end_that_the_clocks_skip_comes_when_they_have_jumped() -> None:
    assert Hours(time(22), time(2, 30), BERLIN).end(utc("2027-03-27 23:00")) == utc("2027-03-28 01:30")


def test_the_next_full_hour_is_that_of_the_readers_clock() -> None:
    assert next_hour(utc("2027-03-01 10:59"), BAKU) == utc("2027-03-01 11:00")
    assert next_hour(utc("2027-03-01 11:00"), BAKU) == utc("2027-03-01 12:00")
    assert next_hour(utc("2027-03-01 10:00"), KATHMANDU) == utc("2027-03-01 10:15")


def test_a_daily_digest_comes_at_its_hour_today_or_tomorrow() -> None:
    assert next_day(utc("2027-03-01 04:59"), 9, BAKU) == utc("2027-03-01 05:00")
    assert next_day(utc("2027-03-01 05:00"), 9, BAKU) == utc("2027-03-02 05:00")
    assert next_day(utc("2027-03-27 20:00"), 2, BERLIN) == utc("2027-03-28 01:00")
