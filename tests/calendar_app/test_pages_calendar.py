"""Home, month and list: what they show, to whom, and how little they ask the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calendar_app.models import Delivery, Post
from connections.models import Channel
from core import clock
from core.outbox.states import State
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
MOST = 12
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


def asked(place: Place, path: str) -> tuple[str, list[str]]:
    """A page and the statements that it needed, without those that only open scopes and transactions."""
    client = pages.browser(place.editor)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(pages.at(place, path))
    assert answer.status_code == 200
    statements = [query["sql"] for query in caught.captured_queries]
    return answer.content.decode(), [
        one for one in statements if not one.startswith(("SAVEPOINT", "RELEASE", "SET", "BEGIN"))
    ]


def budget(statements: list[str]) -> None:
    """At most twelve questions, and not one change."""
    assert len(statements) <= MOST, "\n".join(statements)
    assert not [one for one in statements if one.startswith(WRITES)]


@pytest.mark.parametrize("path", ["", "calendar/", "calendar/list/", "calendar/list/?drafts=1", "changes/"])
def test_members_see_the_pages_and_strangers_find_nothing(place: Place, path: str) -> None:
    stranger = new_place("two").owner

    assert pages.browser(place.client).get(pages.at(place, path)).status_code == 200
    assert pages.browser(stranger).get(pages.at(place, path)).status_code == 404


def test_a_month_of_two_thousand_posts_costs_twelve_questions(place: Place, channel: Channel) -> None:
    with inside(place):
        pages.many(place, channel, 2000, datetime(2083, 5, 1, tzinfo=UTC))

    page, statements = asked(place, "calendar/?month=2083-05")

    budget(statements)
    assert "2000 posts" in page
    assert page.count("data-post") == 2000


def test_home_costs_twelve_questions_whatever_waits(place: Place, channel: Channel) -> None:
    with inside(place):
        pages.many(place, channel, 40, clock.now(), days=1)
        Delivery.objects.update(state=State.ASKING, problem="nobody_can_know")

    page, statements = asked(place, "")

    budget(statements)
    assert page.count(">Decide<") == 30


def test_the_list_goes_on_page_by_page(place: Place, channel: Channel) -> None:
    with inside(place):
        pages.many(place, channel, 70, datetime(2083, 5, 1, tzinfo=UTC))

    first, statements = asked(place, "calendar/list/")
    after = first.split("after=")[1].split('"')[0].replace("%3D", "=")
    second, _statements = asked(place, f"calendar/list/?after={after}")

    budget(statements)
    assert "Post 69" in first
    assert "Post 20" in first
    assert "Post 19<" not in first
    assert "Post 19<" in second
    assert "Post 0<" in second


def test_the_composer_and_a_post_cost_twelve_questions(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.scheduled(place, channel)

    budget(asked(place, "posts/new/")[1])
    budget(asked(place, f"posts/{post.pk}/edit/")[1])
    budget(asked(place, f"posts/{post.pk}/")[1])


def test_a_post_stands_on_its_day_in_the_brands_zone(place: Place, channel: Channel) -> None:
    with inside(place):
        pages.many(place, channel, 1, datetime(2083, 5, 20, 21, 30, tzinfo=UTC))

    page, _statements = asked(place, "calendar/?month=2083-05")

    day = page.split('data-day="2083-05-21"')[1].split("data-day=")[0]
    assert "01:30" in day
    assert "Post 0" in day
    assert ">Draft<" in day.replace("</svg>Draft", ">Draft")


def test_the_month_is_narrowed_by_channel_and_state(place: Place, channel: Channel) -> None:
    with inside(place):
        other = posts.channel(place, "other")
        pages.many(place, channel, 2, datetime(2083, 5, 3, tzinfo=UTC))
        failed = posts.draft(place, other, text="Broken")
        Post.objects.filter(pk=failed.pk).update(
            planned_at=datetime(2083, 5, 9, tzinfo=UTC),
            planned_local="2083-05-09T04:00",
            zone="Asia/Baku",
            tzdata="x",
        )
        Delivery.objects.filter(post=failed).update(state=State.REFUSED)

    by_channel, _statements = asked(place, f"calendar/?month=2083-05&channel={other.pk}")
    by_state, _statements = asked(place, "calendar/?month=2083-05&state=draft")

    assert by_channel.count("data-post") == 1
    assert "Broken" in by_channel
    assert by_state.count("data-post") == 2
    assert "1 Failed" in by_state


@pytest.mark.parametrize(
    "query", ["month=nonsense", "month=0000-13", "channel=x", "state=x", "month=1800-01"]
)
def test_nonsense_in_the_address_shows_the_running_month(place: Place, query: str) -> None:
    assert pages.browser(place.editor).get(pages.at(place, f"calendar/?{query}")).status_code == 200


def test_another_brands_posts_are_nowhere(place: Place, channel: Channel) -> None:
    other = new_place("two")
    with inside(other):
        pages.many(other, posts.channel(other), 3, clock.now(), days=1)

    for path in ("", "calendar/", "calendar/list/"):
        assert "Post 0" not in asked(place, path)[0]


def test_a_new_brand_is_led_to_its_first_steps(place: Place) -> None:
    page, _statements = asked(place, "")

    assert "First steps" in page
    assert pages.at(place, "posts/new/") in page
    assert "Connect a channel" in page


def test_the_first_steps_of_an_owner_lead_to_connecting(place: Place) -> None:
    page = pages.browser(place.owner).get(pages.at(place)).content.decode()

    assert pages.at(place, "channels/connect/") in page


def test_nothing_waits_says_so(place: Place, channel: Channel) -> None:
    with inside(place):
        posts.draft(place, channel)

    page, _statements = asked(place, "")

    assert "Nothing waits for you" in page
    assert "First steps" not in page


@pytest.mark.parametrize(
    ("changes", "role", "verb"),
    [
        ({"state": State.ASKING, "problem": "nobody_can_know"}, "editor", "Decide"),
        ({"state": State.REFUSED, "problem": "content_refused"}, "editor", "Edit"),
        ({"state": State.REFUSED, "problem": "gave_up"}, "editor", "Try again"),
        ({"state": State.HELD, "held_reason": "reconnect", "problem": "session_ended"}, "owner", "Reconnect"),
        ({"state": State.HELD, "held_reason": "reconnect", "problem": "session_ended"}, "editor", "Look"),
        ({"state": State.ASKING, "problem": "nobody_can_know"}, "contributor", "Look"),
    ],
)
def test_what_needs_somebody_has_one_verb(
    place: Place, channel: Channel, changes: dict[str, Any], role: str, verb: str
) -> None:
    with inside(place):
        post = posts.draft(place, channel)
        Delivery.objects.filter(post=post).update(planned_at=clock.now() - timedelta(hours=1), **changes)

    page = pages.browser(place.people[role]).get(pages.at(place)).content.decode()

    assert f">{verb}</span>" in page


def test_the_page_hears_of_changes_and_else_of_nothing(place: Place, channel: Channel) -> None:
    client = pages.browser(place.editor)
    first = client.get(pages.at(place, "changes/")).json()["cursor"]
    quiet = client.get(pages.at(place, f"changes/?after={first}"))
    with inside(place):
        posts.draft(place, channel)

    told = client.get(pages.at(place, f"changes/?after={first}"))

    assert quiet.status_code == 304
    assert told.json()["changed"] == ["posts"]
    assert told.json()["cursor"] != first


def test_htmx_gets_the_grid_alone(place: Place) -> None:
    client = pages.browser(place.editor)

    answer = client.get(pages.at(place, "calendar/"), headers={"HX-Request": "true"})

    assert b'id="grid"' in answer.content
    assert b"<html" not in answer.content


def test_a_day_of_the_calendar_begins_a_post_on_it(place: Place) -> None:
    page = pages.browser(place.editor).get(pages.at(place, "posts/new/?date=2083-05-20")).content.decode()

    assert 'value="2083-05-20"' in page
    assert 'value="10:00"' in page


@pytest.mark.parametrize("day", ["2020-01-01", "nonsense", ""])
def test_a_day_that_is_over_begins_nothing(place: Place, day: str) -> None:
    page = pages.browser(place.editor).get(pages.at(place, f"posts/new/?date={day}")).content.decode()

    assert 'value="10:00"' not in page.split("<datalist")[0]
