"""The page of what waited: what it shows, to whom, and deciding about several at once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from calendar_app.models import Delivery, Post
from calendar_app.selectors import waiting as selectors
from connections.models import Channel
from core.outbox.states import State
from tests.calendar_app import pages, posts, waits
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


def shown(place: Place, role: str = "editor", query: str = "") -> str:
    """The page."""
    page: str = pages.browser(place.people[role]).get(pages.at(place, f"waiting/{query}")).content.decode()
    return page


def chosen(*found: Post) -> dict[str, list[Any]]:
    """The boxes of these posts' deliveries."""
    return {"delivery": [row.pk for row in waits.rows(*found)]}


def test_the_page_shows_each_reason_with_its_posts_and_how_late_they_are(
    place: Place, channel: Channel
) -> None:
    with inside(place):
        for reason in (*waits.REASONS, selectors.LATE_EXPIRED):
            waits.stopped(place, channel, reason=reason, text=f"Post {reason}")

    page = shown(place)

    order = [page.index(f'id="why-{reason}"') for reason in selectors.ORDER]
    assert order == sorted(order)
    assert page.count("3 hours late") == 12
    assert "these may be published already" in page
    assert "It is there already" in page


def test_what_waits_for_its_files_is_not_laid_to_the_sender(place: Place, channel: Channel) -> None:
    with inside(place):
        waits.stopped(place, channel, reason=selectors.MEDIA_AWAY)

    page, home = shown(place), pages.browser(place.editor).get(pages.at(place)).content.decode()

    assert "Their pictures and videos could not be read" in page
    assert "Their pictures and videos could not be read" in home
    assert "The disk with the files was full or away" in page
    assert "Our sender broke down" not in page + home


def test_everything_of_one_reason_is_chosen_without_a_script(place: Place, channel: Channel) -> None:
    with inside(place):
        waits.stopped(place, channel)
        waits.stopped(place, channel)
        waits.stopped(place, channel, reason="late")

    page = shown(place, query="?all=paused")

    assert len(re.findall(r'name="delivery"[^>]* checked', page)) == 2


@pytest.mark.parametrize("path", ["send/", "skip/", "there/", "move/", "back/"])
def test_who_may_not_schedule_sees_the_list_and_decides_nothing(
    place: Place, channel: Channel, path: str
) -> None:
    stranger = new_place("two")
    with inside(place):
        post = waits.stopped(place, channel, reason="restored")
        data = chosen(post)

    address = pages.at(place, f"waiting/{path}")
    by_contributor = pages.browser(place.contributor).post(address, data)
    by_stranger = pages.browser(stranger.owner).post(address, data)
    elsewhere = pages.browser(stranger.owner).post(pages.at(stranger, f"waiting/{path}"), data)

    assert "Salam" in shown(place, "client")
    assert 'type="checkbox" name="delivery"' not in shown(place, "client")
    assert (by_contributor.status_code, by_stranger.status_code) == (403, 404)
    assert elsewhere.status_code in (302, 409)
    with inside(place):
        assert posts.delivery(post).state == State.HELD


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("send/", State.WAITING, "2 go out now."),
        ("skip/", State.CANCELLED, "2 are skipped and will not go out."),
        ("there/", State.LIVE, "2 are marked as published."),
    ],
)
def test_a_plain_form_decides_about_several(
    place: Place, channel: Channel, path: str, state: State, words: str
) -> None:
    with inside(place):
        data = chosen(
            waits.stopped(place, channel, reason="restored"), waits.stopped(place, channel, reason="restored")
        )

    answer = pages.browser(place.editor).post(pages.at(place, f"waiting/{path}"), data, follow=True)

    assert answer.redirect_chain == [(pages.at(place, "waiting/"), 302)]
    assert words in answer.content.decode()
    with inside(place):
        assert set(Delivery.objects.values_list("state", flat=True)) == {state}


def test_with_a_script_the_list_comes_back_with_a_way_to_take_it_back(place: Place, channel: Channel) -> None:
    client = pages.browser(place.editor)
    with inside(place):
        post = waits.stopped(place, channel)
        waits.stopped(place, channel, text="Stays")
        data = chosen(post)

    answer = client.post(pages.at(place, "waiting/send/"), data, headers=HTMX)
    toast = json.loads(answer["HX-Trigger"])["toast"]
    undone = client.post(toast["undo"]["url"], toast["undo"]["fields"], headers=HTMX)

    assert answer.content.decode().count('name="delivery"') == 1
    assert "Stays" in answer.content.decode()
    assert (toast["text"], toast["undo"]["seconds"]) == ("1 goes out now.", 10)
    assert json.loads(undone["HX-Trigger"])["toast"]["text"] == "1 waits again."
    with inside(place):
        assert posts.delivery(post).held_reason == "paused"


def test_what_could_not_be_done_is_said_with_its_reason(place: Place, channel: Channel) -> None:
    with inside(place):
        other = posts.channel(place, "other")
        data = chosen(waits.stopped(place, channel), waits.stopped(place, other))
        waits.pause(place, channel)

    answer = pages.browser(place.editor).post(pages.at(place, "waiting/send/"), data, headers=HTMX)

    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert toast["text"] == (
        "1 goes out now. 1 could not: Publishing is paused for @kehreba. End the pause first, then it can go out."
    )
    assert toast["tone"] == "wait"
    assert "Still paused" in answer.content.decode()


@pytest.mark.parametrize("chosen_ids", [[], ["x"], ["01a201d5-57a0-72a9-8b46-ceb2206749b8"]])
def test_nothing_chosen_is_said(place: Place, chosen_ids: list[str]) -> None:
    answer = pages.browser(place.editor).post(pages.at(place, "waiting/send/"), {"delivery": chosen_ids})

    assert answer.status_code == 409


def test_a_new_time_is_asked_then_promised_and_mistakes_keep_what_was_typed(
    place: Place, channel: Channel
) -> None:
    client, address = pages.browser(place.editor), pages.at(place, "waiting/move/")
    with inside(place):
        post = waits.stopped(place, channel)
        data = chosen(post)

    asked = client.post(address, data).content.decode()
    linked = client.get(address, data).content.decode()
    bad = client.post(address, {**data, "to": "2020-01-01T10:00", "others": "gaps"}).content.decode()
    good = client.post(address, {**data, "to": "2099-05-20T19:30", "others": "gaps"}, follow=True)

    assert 'type="datetime-local"' in asked
    assert 'type="datetime-local"' in linked
    assert "Baku, GMT+4" in asked
    assert re.search(r'name="to" value="\d{4}-\d\d-\d\dT\d\d:00"', asked)
    assert "This time is in the past" in bad
    assert 'value="2020-01-01T10:00"' in bad
    assert "1 has a new time." in good.content.decode()
    with inside(place):
        assert Post.objects.get().planned_local == "2099-05-20T19:30"


def test_home_says_how_much_waits_and_a_posts_page_offers_the_ways_on(place: Place, channel: Channel) -> None:
    with inside(place):
        first = waits.stopped(place, channel, text="Bir")
        waits.stopped(place, channel, text="İki")
        restored = waits.stopped(place, channel, reason="restored", text="Üç")
    client = pages.browser(place.editor)

    home = client.get(pages.at(place)).content.decode()
    page = client.get(pages.at_post(place, first)).content.decode()
    page_of_restored = client.get(pages.at_post(place, restored)).content.decode()

    assert "Came due while publishing was paused" in home
    assert "2 posts. Not one of these is out." in home
    assert "“Üç”: Our data came back from a backup" in home
    assert home.count(f'href="{pages.at(place, "waiting/")}"') == 2
    assert "Send now" in page
    assert "waiting/move/?delivery=" in page
    assert "It is there already" not in page
    assert "It is there already" in page_of_restored
