"""What another time zone does to one planned post: vectors computed from the time zone database for 2027."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calendar_app.promise import local_of, promise
from calendar_app.rezoning import Keep, Window, moved

VECTORS = [
    ("Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:30", "2027-03-28T03:30", False),
    ("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T00:30", "", True),
    ("America/New_York", "2027-03-14T02:30", "2027-03-14T07:30", "2027-03-14T03:30", False),
    ("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30", "", True),
    ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45", "", True),
    ("Africa/Cairo", "2027-04-30T00:15", "2027-04-29T22:15", "2027-04-30T01:15", False),
    ("Africa/Casablanca", "2027-02-07T09:00", "2027-02-07T09:00", "", False),
    ("Asia/Baku", "2027-03-28T04:30", "2027-03-28T00:30", "", False),
    ("Asia/Kathmandu", "2027-01-04T08:00", "2027-01-04T02:15", "", False),
    ("Pacific/Apia", "2027-01-04T08:00", "2027-01-03T19:00", "", False),
]


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "local", "utc", "shifted", "twice"), VECTORS)
def test_a_kept_clock_time_means_what_it_means_there(
    zone: str, local: str, utc: str, shifted: str, twice: bool
) -> None:
    before = promise(local, "Asia/Baku")

    kept = moved(Keep.CLOCK, local=local, at=before.at, zone=zone)

    assert (kept.local, kept.zone, kept.at) == (local, zone, at(utc))
    assert (kept.shifted, kept.twice) == (shifted, twice)


@pytest.mark.parametrize("zone", sorted({vector[0] for vector in VECTORS}))
def test_a_kept_instant_is_the_same_to_the_second_through_every_change_of_clocks(zone: str) -> None:
    for hours in range(0, 24 * 365, 7):
        instant = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hours, minutes=30)

        kept = moved(Keep.INSTANT, local=local_of(instant, "Asia/Baku"), at=instant, zone=zone)

        assert kept.at == instant
        assert kept.local == local_of(instant, zone)


@pytest.mark.parametrize("utc", ["2027-10-31T00:30", "2027-10-31T01:30"])
def test_a_kept_instant_whose_clock_time_happens_twice_says_so(utc: str) -> None:
    kept = moved(Keep.INSTANT, local="2027-10-31T05:30", at=at(utc), zone="Europe/Berlin")

    assert (kept.at, kept.local, kept.twice) == (at(utc), "2027-10-31T02:30", True)


def test_there_and_back_again_is_the_same_promise() -> None:
    for _zone, local, *_rest in VECTORS:
        first = promise(local, "Asia/Baku")

        there = moved(Keep.CLOCK, local=first.local, at=first.at, zone="Europe/Berlin")
        back = moved(Keep.CLOCK, local=there.local, at=there.at, zone="Asia/Baku")

        assert back == first


def test_a_window_holds_its_ends() -> None:
    opens, closes = at("2027-01-01T10:00"), at("2027-01-01T12:00")

    assert Window(opens, closes).holds(opens)
    assert Window(opens, closes).holds(closes)
    assert not Window(opens, closes).holds(closes + timedelta(seconds=1))
    assert not Window(opens, None).holds(opens - timedelta(seconds=1))
    assert Window(None, None).holds(opens)
