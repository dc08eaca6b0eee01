"""How goals stand, and where they will end."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import forecast
from analytics.selectors.goals import Pace, Standing, pace
from analytics.services import rollup
from analytics.spans import today
from connections.models import Channel
from strategy.models import Goal
from tests.analytics import told
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")


def goal(place: Place, kpi: str, target: float, *, begun: int = 10, left: int = 9) -> Goal:
    """A goal that began `begun` days ago and has so many days left after today."""
    made: Goal = Goal.objects.create(
        organization=place.organization,
        brand=place.brand,
        kpi=kpi,
        target=Decimal(str(target)),
        first=told.ago(place, begun),
        last=told.ago(place, -left),
        owner=place.owner,
    )
    return made


def likes_a_day(place: Place, channel: Channel, number: int, *, days: int = 10, skip: int = 0) -> None:
    """So many likes on each day, the `skip` days in the middle not told."""
    post = told.live(place, channel, told.at(place, told.ago(place, days)))
    for ago in range(days, 0, -1):
        if not 3 <= ago < 3 + skip:
            total = number * (days - ago + 1)
            told.of_post(place, post, told.ago(place, ago), rolls=False, likes=total)
    rollup.refresh(channel, [told.ago(place, days), told.ago(place, 1)])


def only(place: Place) -> Pace:
    """The brand's only goal, as it stands today."""
    (found,) = pace(place.brand, today(place.brand.zone))
    return found


@pytest.mark.parametrize(
    ("target", "standing"),
    [(200, Standing.ON_PACE), (100, Standing.AHEAD), (400, Standing.BEHIND)],
)
def test_a_sum_is_held_against_a_straight_line(
    place: Place, channel: Channel, target: int, standing: Standing
) -> None:
    likes_a_day(place, channel, 10)
    goal(place, "likes", target)

    found = only(place)

    assert (found.value, found.expected, found.standing) == (100, target / 2, standing)
    assert (found.low, found.likely, found.high, found.days_left) == (200, 200, 200, 10)


def test_before_seven_known_days_nothing_is_foretold(place: Place, channel: Channel) -> None:
    likes_a_day(place, channel, 10, days=6)
    goal(place, "likes", 100, begun=6)

    found = only(place)

    assert (found.value, found.likely, found.low, found.high) == (60, None, None, None)


def test_when_too_little_is_known_we_cannot_tell(place: Place, channel: Channel) -> None:
    likes_a_day(place, channel, 10, skip=5)
    goal(place, "likes", 200)

    found = only(place)

    assert (found.coverage.known, found.coverage.due) == (4, 10)
    assert (found.standing, found.value) == (Standing.CANNOT_TELL, 40)


def test_a_goal_without_any_figure_or_before_its_time_cannot_be_told(place: Place, channel: Channel) -> None:
    goal(place, "likes", 200)
    goal(place, "on_time", 0.9, begun=-3, left=20)

    assert [one.standing for one in pace(place.brand, today(place.brand.zone))] == [Standing.CANNOT_TELL] * 2


def test_followers_start_where_they_were(place: Place, channel: Channel) -> None:
    for ago in range(10, 0, -1):
        told.of_account(place, channel, told.ago(place, ago), followers=1100 - ago * 10)
    goal(place, "followers", 1200)

    found = only(place)

    assert (found.value, found.expected, found.likely) == (1090, 1100, 1190)
    assert found.standing == Standing.ON_PACE


def test_a_share_should_be_at_its_target_from_the_first_day(place: Place, channel: Channel) -> None:
    told.live(place, channel, told.at(place, told.ago(place, 2)), late=300)
    goal(place, "on_time", 0.9)

    found = only(place)

    assert (found.value, found.standing) == (0, Standing.BEHIND)


def test_ended_goals_and_those_that_are_over_are_not_there(place: Place, channel: Channel) -> None:
    ended = goal(place, "likes", 1)
    Goal.objects.filter(pk=ended.pk).update(ended_at=told.at(place, told.ago(place, 1)))
    goal(place, "likes", 1, left=-1)

    assert pace(place.brand, today(place.brand.zone)) == []


@given(st.lists(st.integers(0, 1000), min_size=7, max_size=60), st.integers(0, 90))
def test_the_band_holds_what_is_likely_and_one_wild_day_changes_little(days: list[int], left: int) -> None:
    calm = forecast.end_of_sum(0, [100.0] * 28, 10)
    wild = forecast.end_of_sum(0, [*[100.0] * 27, 1_000_000.0], 10)

    band = forecast.end_of_sum(sum(days), [float(day) for day in days], left)

    assert band is not None
    assert band.low <= band.likely <= band.high
    assert calm == wild
    assert timedelta(days=left) >= timedelta(0)
