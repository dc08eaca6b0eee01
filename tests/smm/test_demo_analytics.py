"""The demo's numbers: there, with gaps, and the same for the same dice."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from analytics.models import PostDay
from analytics.selectors.goals import Pace, pace
from analytics.selectors.heat import best_times
from analytics.selectors.posts import ranked
from analytics.selectors.reading import readings
from analytics.spans import Span, today
from smm.demo import analytics
from tests import world
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db


def filled(slug: str) -> Place:
    """A place with two channels and the demo's numbers."""
    place = world.place(slug)
    with posts.inside(place):
        channels = [posts.channel(place, "kehreba"), posts.channel(place, "kehreba.bsky", network="bluesky")]
        analytics.fill(place.brand, place.editor, channels, random.Random(7))
    return place


def test_the_demo_has_numbers_with_gaps() -> None:
    place = filled("one")
    with posts.inside(place):
        span = Span.recent(60, place.brand.zone)
        found = readings(place.brand, span)
        goals = pace(place.brand, today(place.brand.zone))
        hours = best_times(place.brand)
        best = ranked(place.brand, span, "reach")

    reach, likes = found["reach"], found["likes"]
    assert (reach.value or 0) > 5_000
    assert {value for _day, value in likes.series} >= {None}
    assert 40 < likes.coverage.known < likes.coverage.due == 59
    assert [part.is_told for part in reach.parts] == [True, False]
    assert (found["published"].value, hours.is_enough, len(best.top)) == (58, True, 5)
    assert len(goals) == 3
    assert [goal.kpi.key for goal in goals if has_begun(goal, place) and goal.likely is None] == []


def has_begun(goal: Pace, place: Place) -> bool:
    """Whether its days suffice to say where it will end; on the first days of a month no forecast is made."""
    return today(place.brand.zone) - goal.goal.first >= timedelta(days=20)


def test_the_same_dice_make_the_same_demo() -> None:
    rows = []
    for slug in ("one", "two"):
        place = filled(slug)
        with posts.inside(place):
            rows.append(list(PostDay.objects.order_by("id").values_list("day", "views", "reach")))

    assert rows[0] == rows[1]
    assert len(rows[0]) > 500
