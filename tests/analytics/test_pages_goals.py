"""Goals: approvers set them, analysts read them, nothing typed is lost, the older state loses."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from analytics.spans import today
from connections.models import Channel
from core.ledger import Event
from strategy.models import Goal
from tests.analytics import figures_told
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


@pytest.fixture
def goal(place: Place, channel: Channel) -> Goal:
    """Ten thousand accounts reached in ten days, eight of them over."""
    first = today(place.brand.zone) - timedelta(days=8)
    with inside(place):
        figures_told.days(place, channel, first, [{"reach": 1000 + day} for day in range(8)])
        return Goal.objects.create(
            organization=place.organization,
            brand=place.brand,
            kpi="reach",
            target=10_000,
            first=first,
            last=first + timedelta(days=9),
            owner=place.approver,
        )


def send(place: Place, path: str, role: str = "approver", **data: Any) -> Any:
    """A plain form."""
    return pages.browser(place.people[role]).post(pages.at(place, f"numbers/goals/{path}"), data)


def wanted(**changed: Any) -> dict[str, Any]:
    """A goal as it is typed."""
    return {
        "kpi": "reach",
        "target": "5000",
        "first": "2027-03-01",
        "last": "2027-03-31",
        "channel": "",
    } | changed


def goals(place: Place) -> list[Goal]:
    """All of the brand."""
    with inside(place):
        return list(Goal.objects.all())


def test_an_approver_sets_a_goal_and_everybody_who_measures_reads_it(place: Place, channel: Channel) -> None:
    last = today(place.brand.zone) + timedelta(days=20)
    answer = send(
        place, "new/", **wanted(first=f"{last - timedelta(days=30):%Y-%m-%d}", last=f"{last:%Y-%m-%d}")
    )

    page = pages.browser(place.analyst).get(answer["Location"]).content.decode()

    assert "of 5,000" in page
    assert "Approver-One" in page
    with inside(place):
        assert Event.objects.filter(kind="strategy.goal_made", brand_id=place.brand.pk).count() == 1


@pytest.mark.parametrize("role", ["editor", "analyst", "client", "contributor"])
def test_others_set_change_and_end_no_goals(place: Place, goal: Goal, role: str) -> None:
    answers = [send(place, path, role, **wanted()) for path in ("new/", f"{goal.pk}/", f"{goal.pk}/end/")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert [one.ended_at for one in goals(place)] == [None]


def test_another_brands_goal_is_not_there(place: Place, goal: Goal) -> None:
    other = new_place("two")

    answers = [send(other, path, "owner", **wanted()) for path in (f"{goal.pk}/", f"{goal.pk}/end/")]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"target": ""}, "Say how much"),
        ({"target": "much"}, "This is not a number"),
        ({"target": "-1"}, "greater than or equal to 0"),
        ({"kpi": "sla_kept", "target": "101"}, "More than 100 %"),
        ({"last": "2027-02-01"}, "Exchange the two"),
        ({"first": ""}, "Choose the first day"),
        ({"kpi": "nothing"}, "not one of the available choices"),
        ({"channel": "x"}, "not one of the available choices"),
    ],
)
def test_a_bad_goal_comes_back_with_a_sentence_and_what_was_typed(
    place: Place, channel: Channel, changed: dict[str, str], sentence: str
) -> None:
    typed = wanted(**changed)

    answer = send(place, "new/", **typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert f'value="{typed["target"]}"' in page or not typed["target"]
    assert goals(place) == []


@pytest.mark.parametrize(
    ("kpi", "typed", "kept"),
    [("sla_kept", "95", "0.95"), ("response_time", "30", "1800"), ("reach", "12.5", "12.5")],
)
def test_rates_are_typed_in_percent_and_times_in_minutes(
    place: Place, channel: Channel, kpi: str, typed: str, kept: str
) -> None:
    send(place, "new/", **wanted(kpi=kpi, target=typed))

    made = goals(place)[0]
    page = pages.browser(place.approver).get(pages.at(place, f"numbers/goals/{made.pk}/")).content.decode()
    assert made.target == Decimal(kept)
    assert f'value="{typed}' in page


def test_a_goal_is_changed_by_who_saw_its_latest_state(place: Place, goal: Goal) -> None:
    first = send(place, f"{goal.pk}/", **wanted(target="7000"), revision=goal.revision)
    late = send(place, f"{goal.pk}/", **wanted(target="9000"), revision=goal.revision)

    assert first.status_code == 302
    assert "Someone else changed this goal" in late.content.decode()
    assert 'value="9000"' in late.content.decode()
    assert goals(place)[0].target == 7000


def test_an_ended_goal_stays_in_the_list_and_ends_once(place: Place, goal: Goal) -> None:
    ended = send(place, f"{goal.pk}/end/", revision=goal.revision)
    again = send(place, f"{goal.pk}/end/", revision=goal.revision)

    page = pages.browser(place.analyst).get(ended["Location"]).content.decode()
    assert "Ended early" in page
    assert again.status_code == 409
    (ended_at,) = [goal.ended_at for goal in goals(place)]
    assert ended_at is not None
    assert ended_at <= timezone.now()


def test_the_pace_stands_on_the_list_and_on_the_numbers_page(place: Place, goal: Goal) -> None:
    client = pages.browser(place.analyst)

    for path in ("numbers/goals/", "numbers/"):
        page = client.get(pages.at(place, path)).content.decode()
        assert "of 10,000" in page
        assert "likely" in page
        assert "<title>" in page
