"""Best and worst posts, and the best hours."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.models import MeasureCursor
from analytics.selectors import heat
from analytics.selectors.heat import best_times
from analytics.selectors.posts import ranked
from analytics.spans import Span
from calendar_app.models import Delivery
from connections.models import Channel
from core import clock
from tests.analytics import told
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")


def month(place: Place) -> Span:
    """The last thirty days."""
    return Span.recent(30, place.brand.zone)


def told_likes(place: Place, channel: Channel, *likes: int | None) -> list[Delivery]:
    """A post for each, a day apart, the first the youngest."""
    made = []
    for number, total in enumerate(likes):
        post = told.live(place, channel, told.at(place, told.ago(place, 2 + number)))
        if total is not None:
            told.of_post(place, post, told.ago(place, 1), rolls=False, likes=total)
        made.append(post)
    return made


def test_the_best_and_the_worst_are_told_apart(place: Place, channel: Channel) -> None:
    made = told_likes(place, channel, 10, 50, 30, 20, 40)

    found = ranked(place.brand, month(place), "likes", 2)

    assert [row.delivery for row in found.top] == [made[1], made[4]]
    assert [row.delivery for row in found.bottom] == [made[0], made[3]]
    assert [row.times_usual for row in found.top] == [50 / 30, 40 / 30]
    assert (found.counted, found.young, found.unknown) == (5, 0, 0)


def test_the_same_value_has_the_same_rank_and_the_younger_stands_first(
    place: Place, channel: Channel
) -> None:
    made = told_likes(place, channel, 7, 9, 7, 3)

    top = ranked(place.brand, month(place), "likes", 4).top

    assert [(row.rank, row.is_tied) for row in top] == [(1, False), (2, True), (2, True), (4, False)]
    assert [row.delivery for row in top] == [made[1], made[0], made[2], made[3]]


def test_a_post_is_never_among_the_best_and_the_worst(place: Place, channel: Channel) -> None:
    told_likes(place, channel, 7, 9, 5)

    found = ranked(place.brand, month(place), "likes", 2)

    assert (len(found.top), len(found.bottom)) == (2, 1)


def test_the_young_are_not_judged_and_the_unknown_are_not_last(place: Place, channel: Channel) -> None:
    told_likes(place, channel, 10, None)
    young = told.live(place, channel, clock.now() - timedelta(hours=23))
    told.of_post(place, young, told.ago(place, 0), likes=900)

    found = ranked(place.brand, month(place), "likes")

    assert ([row.value for row in found.top], found.bottom) == ([10], [])
    assert (found.counted, found.young, found.unknown) == (1, 1, 1)


def test_a_ranking_costs_one_query(place: Place, channel: Channel) -> None:
    told_likes(place, channel, 7, 9, 5)

    with CaptureQueriesContext(connection) as seen:
        for row in ranked(place.brand, month(place), "likes").top:
            assert (row.delivery.channel.handle, row.delivery.post.cover) == ("kehreba", None)

    assert len(seen) == 1


def test_only_numbers_of_posts_can_rank_them(place: Place) -> None:
    with pytest.raises(KeyError):
        ranked(place.brand, month(place), "followers")


def _filled(place: Place, channel: Channel, number: int) -> None:
    """So many posts on Mondays at 20, engagements 1, 2, 3…; those of three Tuesdays at 9 have 1,000 each."""
    first = told.live(place, channel, told.at(place, told.ago(place, 3)))
    row = MeasureCursor.objects.get(delivery=first)
    monday = told.ago(place, 14 + told.ago(place, 14).weekday())
    rows = []
    for count in range(number):
        is_tuesday = count >= number - 3
        day = monday + timedelta(days=1) if is_tuesday else monday
        rows.append((told.at(place, day, time(9 if is_tuesday else 20)), 1000 if is_tuesday else count + 1))
    for since, engagements in rows:
        post = told.live(place, channel, since)
        MeasureCursor.objects.filter(delivery=post).update(totals={"engagements": engagements})
    assert row.totals == {}


def test_below_thirty_posts_no_hour_is_the_best(place: Place, channel: Channel) -> None:
    _filled(place, channel, 5)

    found = best_times(place.brand)

    assert (found.posts, found.is_enough, found.best) == (5, False, ())
    assert found.rows[0][20].value == 1.5
    assert (found.rows[2][3].value, found.rows[2][3].level) == (None, 0)


def test_the_best_hours_are_those_of_the_brand_and_have_enough_posts(
    place: Place, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heat, "FEWEST_POSTS", 8)
    _filled(place, channel, 8)

    found = best_times(place.brand)

    assert [(slot.weekday, slot.hour, slot.value, slot.posts) for slot in found.best] == [
        (1, 9, 1000, 3),
        (0, 20, 3, 5),
    ]
    assert (found.rows[1][9].level, found.rows[0][20].level, found.zone) == (5, 1, "Asia/Baku")


def test_another_brand_has_other_posts(place: Place, channel: Channel) -> None:
    told_likes(place, channel, 7)

    with posts.inside(place):
        MeasureCursor.objects.update(since=clock.now() - timedelta(days=400))

    assert ranked(place.brand, month(place), "likes").top == []
    assert best_times(place.brand).posts == 0
