"""Spans of days, and when things are asked: days of 23 and 25 hours, leap days, a zone that changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import cadence
from analytics.models import Grain
from analytics.selectors.pieces import pieces
from analytics.spans import Span, day_of, month_of, week_of

BERLIN, BAKU = "Europe/Berlin", "Asia/Baku"
ZONES = st.sampled_from(
    [BERLIN, BAKU, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
)
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 6, 1), 24)]
)
def test_a_day_has_the_hours_that_its_zone_gives_it(day: date, hours: int) -> None:
    begin, end = Span(day, day, BERLIN).moments()

    assert end - begin == timedelta(hours=hours)
    assert {day_of(begin, BERLIN), day_of(end - timedelta(seconds=1), BERLIN)} == {day}


@given(DAYS, st.integers(1, 400), ZONES)
def test_the_span_before_is_as_long_and_touches(first: date, length: int, zone: str) -> None:
    span = Span(first, first + timedelta(days=length - 1), zone)

    before = span.before()

    assert (before.length, before.last) == (span.length, span.first - timedelta(days=1))
    assert before.moments()[1] == span.moments()[0]


def test_a_year_before_a_leap_day_is_the_twenty_eighth() -> None:
    span = Span(date(2028, 2, 29), date(2028, 3, 31), BAKU)

    assert (span.year_before().first, span.year_before().last) == (date(2027, 2, 28), date(2027, 3, 31))


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Span(date(2027, 3, 2), date(2027, 3, 1), BAKU)


@given(DAYS, st.integers(1, 1200), st.sampled_from(list(Grain)))
def test_pieces_cover_each_day_of_a_span_once(first: date, length: int, grain: Grain) -> None:
    span = Span(first, first + timedelta(days=length - 1), BAKU)

    found = pieces(span, grain)

    assert [piece.first for piece in found[1:]] == [piece.last + timedelta(days=1) for piece in found[:-1]]
    assert (found[0].first, found[-1].last) == (span.first, span.last)
    assert all(week_of(piece.first) == piece.first for piece in found if piece.grain == Grain.WEEK)
    assert all(month_of(piece.first) == piece.first for piece in found if piece.grain == Grain.MONTH)


def asked(since: datetime, zone: str, salt: int = 7) -> list[datetime]:
    """Every time at which a post is asked, if each question is answered at once."""
    found, now = [], since
    while (due := cadence.next_of_post(since, now, zone, salt)) is not None:
        found.append(due)
        now = due
    return found


@given(
    st.integers(1_767_225_600, 1_827_619_200).map(lambda second: datetime.fromtimestamp(second, UTC)),
    ZONES,
    st.integers(0, 10**9),
)
def test_a_post_is_asked_often_at_first_daily_for_a_month_and_weekly_for_three(
    since: datetime, zone: str, salt: int
) -> None:
    times = asked(since, zone, salt)

    days = [(day_of(at, zone) - day_of(times[0], zone)).days for at in times]
    assert times == sorted(set(times))
    assert times[0] - since == timedelta(minutes=5)
    assert {since + timedelta(minutes=minutes) for minutes in (5, 15, 60, 180)} <= set(times)
    assert set(range(1, 31)) <= set(days)
    assert [day for day in days if day > 30] == [37, 44, 51, 58, 65, 72, 79, 86]


def test_evenings_are_between_nine_and_eleven_whatever_the_clock_does() -> None:
    there = ZoneInfo(BERLIN)
    since = datetime(2027, 3, 20, 12, tzinfo=there)

    late = [at.astimezone(there) for at in asked(since, BERLIN, salt=119)[4:]]

    assert {(at.hour, at.minute) for at in late} == {(22, 59)}


def test_an_account_is_asked_each_evening_of_its_brand() -> None:
    now = datetime(2027, 3, 27, 21, 30, tzinfo=ZoneInfo(BERLIN))

    first = cadence.next_of_account(now, BERLIN, 0)

    assert first == datetime(2027, 3, 28, 21, tzinfo=ZoneInfo(BERLIN))
    assert first - datetime(2027, 3, 27, 21, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC) == timedelta(hours=23)
