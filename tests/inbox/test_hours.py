"""Business hours: what is promised and what was waited, also on the days on which clocks change."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox.hours import Hours, due, worked

OFFICE: tuple[tuple[int, int] | tuple[()], ...] = ((540, 1080),) * 5 + ((), ())
BAKU = Hours("Asia/Baku", OFFICE)
BERLIN = Hours("Europe/Berlin", OFFICE)
ALWAYS = Hours("Europe/Berlin", ((0, 1440),) * 7)


def baku(text: str) -> datetime:
    """A wall time in Baku."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Baku"))


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2027-03-01T10:00", 60, "2027-03-01T11:00"),
        ("2027-03-01T17:30", 60, "2027-03-02T09:30"),
        ("2027-03-05T17:30", 60, "2027-03-08T09:30"),
        ("2027-03-06T12:00", 60, "2027-03-08T10:00"),
        ("2027-03-01T03:00", 1, "2027-03-01T09:01"),
        ("2027-03-01T09:00", 540, "2027-03-01T18:00"),
        ("2027-03-01T18:00", 1, "2027-03-02T09:01"),
    ],
)
def test_a_promise_falls_due_within_business_hours(start: str, minutes: int, end: str) -> None:
    assert due(baku(start), minutes, BAKU) == baku(end)


def test_a_holiday_is_a_closed_day() -> None:
    nowruz = Hours("Asia/Baku", OFFICE, frozenset({date(2027, 3, 22), date(2027, 3, 23)}))

    assert due(baku("2027-03-19T17:59"), 2, nowruz) == baku("2027-03-24T09:01")


def test_who_never_opens_promises_nothing() -> None:
    assert due(baku("2027-03-01T10:00"), 1, Hours("Asia/Baku", ((),) * 7)) is None


def test_an_hour_that_does_not_exist_is_not_counted_and_one_that_comes_twice_counts_twice() -> None:
    night = Hours("Europe/Berlin", ((60, 240),) * 7)  # 01:00 to 04:00
    spring = datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 12, tzinfo=UTC)
    autumn = datetime(2027, 10, 30, 20, tzinfo=UTC), datetime(2027, 10, 31, 12, tzinfo=UTC)

    assert worked(*spring, night) == timedelta(hours=2)
    assert worked(*autumn, night) == timedelta(hours=4)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_due_is_what_was_worked(seed: int) -> None:
    chance = random.Random(seed)
    for _case in range(60):
        hours = _hours(chance)
        start = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(525_600))
        minutes = chance.randrange(1, 3000)

        end = due(start, minutes, hours)

        assert end is not None
        assert worked(start, end, hours) == timedelta(minutes=minutes)
        later = due(start, minutes + 1, hours)
        assert later is not None
        assert later > end


@pytest.mark.parametrize("seed", range(8))
def test_a_wait_is_the_sum_of_its_parts_and_never_longer_than_the_clock(seed: int) -> None:
    chance = random.Random(seed)
    for _case in range(60):
        hours = _hours(chance)
        first, second, third = sorted(
            datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(60_000)) for _ in range(3)
        )

        parts = worked(first, second, hours) + worked(second, third, hours)

        assert parts == worked(first, third, hours) <= third - first
        assert worked(first, third, ALWAYS) == third - first


def _hours(chance: random.Random) -> Hours:
    week = [_day(chance) for _number in range(7)]
    week[chance.randrange(7)] = (480, 960)
    zone = chance.choice(["Asia/Baku", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
    closed = frozenset(date(2027, 1, 1) + timedelta(days=chance.randrange(365)) for _number in range(5))
    return Hours(zone, tuple(week), closed)


def _day(chance: random.Random) -> tuple[int, int] | tuple[()]:
    if chance.random() < 0.3:
        return ()
    opens = chance.randrange(0, 1400)
    return (opens, chance.randrange(opens + 1, 1441))
