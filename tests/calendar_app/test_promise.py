"""Wall times and the instants they mean; vectors computed from the time zone database for 2027."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calendar_app.promise import BadTime, local_of, promise

VECTORS = [
    ("Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:30", "2027-03-28T03:30", False),
    ("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T00:30", "", True),
    ("America/New_York", "2027-03-14T02:30", "2027-03-14T07:30", "2027-03-14T03:30", False),
    ("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30", "", True),
    ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45", "", True),
    ("Africa/Cairo", "2027-04-30T00:15", "2027-04-29T22:15", "2027-04-30T01:15", False),
    ("Asia/Baku", "2027-03-28T04:30", "2027-03-28T00:30", "", False),
    ("Europe/Istanbul", "2027-10-31T03:30", "2027-10-31T00:30", "", False),
    ("Asia/Kathmandu", "2027-01-04T08:00", "2027-01-04T02:15", "", False),
]


@pytest.mark.parametrize(("zone", "local", "utc", "shifted", "twice"), VECTORS)
def test_a_wall_time_means_one_instant(zone: str, local: str, utc: str, shifted: str, twice: bool) -> None:
    kept = promise(local, zone)

    assert kept.at == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert (kept.shifted, kept.twice) == (shifted, twice)


@pytest.mark.parametrize(
    "local", ["", "tomorrow", "2027-02-30T10:00", "0001-01-01T00:00", "2027-01-01T10:00+04:00"]
)
def test_what_is_no_time_is_refused_with_a_sentence(local: str) -> None:
    with pytest.raises(BadTime) as refusal:
        promise(local, "Asia/Baku")

    assert str(refusal.value.sentence)


@pytest.mark.parametrize("zone", ["Asia/Baku", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_what_is_shown_is_what_was_stored(zone: str) -> None:
    for hour in range(24):
        local = f"2027-07-15T{hour:02}:05"
        assert local_of(promise(local, zone).at, zone) == local
