"""Readings: what is known, what is not, and that the whole is the sum of its parts."""

from __future__ import annotations

import random
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Brand
from analytics.kpis import ENGAGEMENTS, KPIS
from analytics.models import BrandPeriod, ChannelPeriod
from analytics.selectors.reading import Reading, readings
from analytics.services import rollup
from analytics.spans import Span
from approvals.models import Review
from approvals.selectors import figures
from connections.models import Channel
from core.ids import uuid7
from tests.analytics import told
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")
SUMS = [key for key, kpi in KPIS.items() if kpi.is_sum and kpi.source == "networks"]


def last_week(place: Place) -> Span:
    """The seven days before today."""
    return Span(told.ago(place, 7), told.ago(place, 1), place.brand.zone)


def values(reading: Reading) -> list[float | None]:
    """The series without its days."""
    return [value for _day, value in reading.series]


def test_a_day_that_nobody_told_is_a_gap_and_not_zero(place: Place, channel: Channel) -> None:
    post = told.live(place, channel, told.at(place, told.ago(place, 7)))
    for days, total in ((7, 5), (6, 9), (4, 20), (3, 21), (2, 21), (1, 24)):
        told.of_post(place, post, told.ago(place, days), likes=total, reach=100)

    likes = readings(place.brand, last_week(place))["likes"]

    assert values(likes) == [5, 4, None, None, 1, 0, 3]
    assert (likes.value, likes.coverage.known, likes.coverage.due) == (13, 5, 7)
    assert likes.as_of == told.at(place, told.ago(place, 1), time(22))


def test_what_a_network_never_tells_has_no_value(place: Place, channel: Channel) -> None:
    post = told.live(place, channel, told.at(place, told.ago(place, 2)))
    told.of_post(place, post, told.ago(place, 2), likes=5)

    saves = readings(place.brand, last_week(place))["saves"]

    assert (saves.value, saves.is_silent, saves.coverage.known) == (None, True, 0)
    assert set(values(saves)) == {None}


def test_nothing_at_all_is_unknown_but_posts_are_counted(place: Place, channel: Channel) -> None:
    found = readings(place.brand, last_week(place))

    assert {found[key].value for key in KPIS if KPIS[key].source == "networks"} == {None}
    assert (found["published"].value, found["failures"].value, found["on_time"].value) == (0, 0, None)
    assert set(found) == set(KPIS)


def test_a_part_that_is_missing_is_said(place: Place, channel: Channel) -> None:
    other = told.channel(place, "second")
    for on in (channel, other):
        told.live(place, on, told.at(place, told.ago(place, 3)))
    first, second = (told.live(place, on, told.at(place, told.ago(place, 2))) for on in (channel, other))
    told.of_post(place, first, told.ago(place, 2), likes=5)
    told.of_post(place, second, told.ago(place, 1), likes=7)

    likes = readings(place.brand, last_week(place))["likes"]

    assert dict(likes.series)[told.ago(place, 2)] == 5
    assert told.ago(place, 2) in likes.partial
    assert likes.coverage.known < likes.coverage.due


@pytest.mark.parametrize("seed", range(2))
def test_the_whole_is_the_sum_of_its_days_channels_and_kinds(
    place: Place, channel: Channel, seed: int
) -> None:
    dice = random.Random(seed)
    channels = [channel, told.channel(place, "second"), told.channel(place, "third", "bluesky")]
    _tell(place, channels, dice)

    found = readings(place.brand, last_week(place), compare=last_week(place).before())

    for key in SUMS:
        days = [value for value in values(found[key]) if value is not None]
        parts = [part.value for part in found[key].parts if part.value is not None]
        assert sum(days) == (found[key].value or 0) == sum(parts), key
    assert found["engagements"].value == sum(found[kind].value or 0 for kind in ENGAGEMENTS)
    assert _by_weeks(ChannelPeriod) == _by_weeks(BrandPeriod)


def _tell(place: Place, channels: list[Channel], dice: random.Random) -> None:
    """Posts of a week on each channel, told with holes."""
    for on in channels:
        for age in (6, 4, 3):
            post, total = told.live(place, on, told.at(place, told.ago(place, age))), 0
            for days in range(age, -1, -1):
                total += dice.randint(0, 50)
                if dice.random() < 0.8:
                    day = told.ago(place, days)
                    told.of_post(place, post, day, rolls=False, likes=total, comments=total // 3)
        rollup.refresh(on, [told.ago(place, days) for days in range(7)])


def _by_weeks(model: type[ChannelPeriod] | type[BrandPeriod]) -> dict[object, int]:
    found: dict[object, int] = {}
    for row in model.objects.filter(grain="w").exclude(likes=None):
        found[row.first] = found.get(row.first, 0) + row.likes
    return found


def test_followers_are_a_level_of_days_on_which_every_channel_is_known(
    place: Place, channel: Channel
) -> None:
    other = told.channel(place, "second")
    told.of_account(place, channel, told.ago(place, 3), followers=100)
    told.of_account(place, other, told.ago(place, 3), followers=50)
    told.of_account(place, channel, told.ago(place, 2), followers=110)
    told.of_account(place, other, told.ago(place, 2), followers=49)
    told.of_account(place, channel, told.ago(place, 1), followers=120)

    found = readings(place.brand, last_week(place))

    assert found["followers"].value == 159
    assert [part.value for part in found["followers"].parts] == [110, 49]
    assert values(found["followers"])[-3:] == [150, 159, None]
    assert (found["growth"].value, values(found["growth"])[-2:]) == (19, [9, 10])


def test_the_same_question_again_writes_the_same_and_late_answers_touch_only_their_days(
    place: Place, channel: Channel
) -> None:
    post = told.live(place, channel, told.at(place, told.ago(place, 20)))
    for days in range(20, 0, -1):
        told.of_post(place, post, told.ago(place, days), rolls=False, likes=100 - days)
    rollup.refresh(channel, [told.ago(place, 20), told.ago(place, 1)])
    before = _rows()

    rollup.refresh(channel, [told.ago(place, 1)])
    again = _rows()
    told.of_post(place, post, told.ago(place, 15), time(23), likes=86)
    after = _rows()

    changed = {key for key in after if after[key] != before[key]}
    assert again == before
    assert {first for grain, first in changed if grain == "d"} == {told.ago(place, 15), told.ago(place, 14)}


def _rows() -> dict[tuple[str, object], list[object]]:
    rows = BrandPeriod.objects.values_list("grain", "first", "likes", "likes_gaps")
    return {(grain, first): rest for grain, first, *rest in rows}


def test_posts_are_counted_by_the_day_for_which_they_were_planned(place: Place, channel: Channel) -> None:
    told.live(place, channel, told.at(place, told.ago(place, 2), time(0, 30)))
    told.live(place, channel, told.at(place, told.ago(place, 2), time(23, 30)), late=61)

    found = readings(place.brand, last_week(place))

    assert dict(found["published"].series)[told.ago(place, 2)] == 2
    assert found["on_time"].value == 0.5


def test_ten_channels_cost_as_many_queries_as_one(place: Place, channel: Channel) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            readings(place.brand, last_week(place), compare=last_week(place).before())
        return len(seen)

    one = asked()
    for number in range(9):
        told.channel(place, f"more-{number}")

    assert asked() == one <= 10


def decided(place: Place, days: int, minutes: int, *channels: Channel) -> None:
    """A review of a post for these channels that people ended so many days ago, after so many minutes."""
    closed = told.at(place, told.ago(place, days))
    Review.objects.create(
        organization=place.organization,
        brand=place.brand,
        covers="post",
        subject=uuid7(),
        version=uuid7(),
        content_hash="0" * 64,
        channel_ids=[channel.pk for channel in channels],
        number=1,
        state="rejected",
        steps=[],
        lead_minutes=0,
        tolerance_minutes=0,
        at_due="hold",
        urgent_at=closed,
        submitted_at=closed - timedelta(minutes=minutes),
        closed_at=closed,
    )


def test_approval_time_is_told_by_day_and_by_channel(place: Place, channel: Channel) -> None:
    other = posts.channel(place, "other")
    decided(place, 6, 10, channel)
    decided(place, 2, 20, channel, other)
    decided(place, 2, 60, other)

    whole = readings(place.brand, last_week(place))["approval_time"]
    one = readings(place.brand, last_week(place), channel=other)["approval_time"]

    assert (whole.value, one.value) == (20 * 60, 40 * 60)
    assert values(whole) == [None, 600, None, None, None, 2400, None]
    assert {part.channel_id: part.value for part in whole.parts} == {channel.pk: 900, other.pk: 2400}
    assert figures.usual_minutes(place.brand) == 20


def test_a_year_is_read_by_weeks_and_comes_to_the_same(place: Place, channel: Channel) -> None:
    post = told.live(place, channel, told.at(place, told.ago(place, 25)))
    for days in range(25, 0, -1):
        told.of_post(place, post, told.ago(place, days), rolls=False, likes=100 - days)
    rollup.refresh(channel, [told.ago(place, 25), told.ago(place, 1)])
    month = Span(told.ago(place, 30), told.ago(place, 1), place.brand.zone)
    year = Span(told.ago(place, 365), told.ago(place, 1), place.brand.zone)
    years = Span(told.ago(place, 900), told.ago(place, 1), place.brand.zone)

    found = [readings(place.brand, span)["likes"] for span in (month, year, years)]

    assert [one.value for one in found] == [99, 99, 99]
    assert [one.coverage.known for one in found] == [25, 25, 25]
    assert [one.step for one in found] == [1, 7, 30]
    assert len(found[1].series) in (53, 54)


def test_a_change_is_relative_and_unknown_without_both(place: Place, channel: Channel) -> None:
    span = last_week(place)
    post = told.live(place, channel, told.at(place, told.ago(place, 9)))
    for days, total in ((9, 10), (8, 20), (7, 26), (6, 35), (5, 44)):
        told.of_post(place, post, told.ago(place, days), likes=total)

    found = readings(place.brand, span, compare=span.before())

    assert (found["likes"].value, found["likes"].before, found["likes"].change) == (24, 20, 0.2)
    assert readings(place.brand, span, compare=span.year_before())["likes"].change is None
    assert found["saves"].change is None
    assert timedelta(days=7) == span.first - span.before().first


def test_a_brand_that_changes_its_zone_loses_and_doubles_nothing(place: Place, channel: Channel) -> None:
    day = {
        days: told.ago(place, days) for days in range(9)
    }  # the calendar of the old zone, whatever the hour is
    post = told.live(place, channel, told.at(place, day[5]))
    for days, total in ((5, 10), (4, 20)):
        told.of_post(place, post, day[days], time(0, 30), likes=total)
    Brand.objects.filter(pk=place.brand.pk).update(zone="America/New_York")
    place.brand.refresh_from_db()
    moved = Channel.objects.select_related("brand").get(pk=channel.pk)
    post.channel = moved
    for days, total in ((4, 25), (3, 30), (2, 41)):
        told.of_post(place, post, day[days], likes=total)

    likes = readings(place.brand, Span(day[8], day[1], place.brand.zone))["likes"]

    assert likes.value == 41
    assert [value for value in values(likes) if value is not None][-3:] == [15, 5, 11]
