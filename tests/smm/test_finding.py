"""The command palette and its page: what is found, by whom, and how little it asks the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.grants import Role
from calendar_app.models import Post
from core import clock
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
MOST = 9
SILENT = ("SAVEPOINT", "RELEASE", "SET", "BEGIN", "SELECT set_config")


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


def look(place: Place, person: Any, typed: str = "", *, whole: bool = False) -> list[Any]:
    """The options that somebody is offered."""
    answer = pages.browser(person).get(
        pages.at(place, "find/"), {"q": typed}, headers=None if whole else {"HX-Request": "true"}
    )
    assert answer.status_code == 200
    return [one for _name, options in answer.context["groups"] for one in options]


def labels(found: list[Any]) -> list[str]:
    """Their words."""
    return [one.label for one in found]


def test_a_stranger_finds_nothing(place: Place) -> None:
    stranger = new_place("two").owner

    assert pages.browser(stranger).get(pages.at(place, "find/")).status_code == 404
    assert (
        pages.browser(stranger)
        .get(pages.at(place, "find/?q=cal"), headers={"HX-Request": "true"})
        .status_code
        == 404
    )


def test_without_words_the_palette_holds_places_commands_brands_and_settings(place: Place) -> None:
    groups = [one.group for one in look(place, place.owner)]

    assert list(dict.fromkeys(groups)) == ["Go to", "Actions", "Brands", "Settings"]


def test_nobody_is_offered_what_she_may_not_do(place: Place) -> None:
    owner, client = labels(look(place, place.owner)), labels(look(place, place.people[Role.CLIENT]))

    for word in ("New post", "Connect a channel", "People", "Pause publishing"):
        assert word in owner
        assert word not in client
    assert "Sign out" in client


@pytest.mark.parametrize(
    ("typed", "first"),
    [("cal", "Calendar"), ("pub ru", "Publishing rules"), ("team", "People"), ("stop", "Pause publishing")],
)
def test_a_label_is_found_by_its_words_and_by_others(place: Place, typed: str, first: str) -> None:
    assert labels(look(place, place.owner, typed, whole=True))[0] == first


def test_a_post_is_found_by_its_first_words_in_every_spelling(place: Place) -> None:
    with inside(place):
        posts.draft(place, text="Səhər 8:00, İstanbul küçəsi")
        posts.draft(place, text="Axşam")

    for typed in ("seher", "istanbul", "İSTANBUL", "kuce ist"):
        assert labels(look(place, place.people[Role.CLIENT], typed)) == ["Səhər 8:00, İstanbul küçəsi"]


def test_posts_of_other_brands_and_of_the_trash_are_not_found(place: Place) -> None:
    other = new_place("two")
    with inside(other):
        posts.draft(other, text="Balqabaq latte")
    with inside(place):
        Post.objects.filter(pk=posts.draft(place, text="Balqabaq sobada").pk).update(trashed_at=clock.now())

    assert look(place, place.owner, "balqabaq") == []


def test_a_channel_is_found_by_its_name(place: Place) -> None:
    with inside(place):
        channel = posts.channel(place, handle="kəhrəba.çay")

    (found,) = look(place, place.owner, "kehreba.cay")

    assert found.url == pages.at(place, f"channels/{channel.pk}/")


@pytest.mark.parametrize("typed", ["", "salam"])
@pytest.mark.parametrize("whole", [True, False])
def test_finding_among_many_posts_costs_nine_questions(place: Place, typed: str, whole: bool) -> None:
    with inside(place):
        channel = posts.channel(place)
        pages.many(place, channel, 600, clock.now())
        for _ in range(9):
            posts.draft(place, channel, text="Salam dünya")

    browser = pages.browser(place.owner)
    headers = None if whole else {"HX-Request": "true"}
    with CaptureQueriesContext(connection) as caught:
        answer = browser.get(pages.at(place, "find/"), {"q": typed}, headers=headers)

    assert answer.status_code == 200
    asked = [query["sql"] for query in caught.captured_queries if not query["sql"].startswith(SILENT)]
    assert len(asked) <= MOST, "\n".join(asked)


@pytest.mark.parametrize("typed", ["\x00", "%", "'", "a" * 5000, "👩‍🚀", "\\"])
def test_odd_words_find_nothing_and_break_nothing(place: Place, typed: str) -> None:
    assert [one for one in look(place, place.owner, typed) if one.group == "Posts"] == []


def test_who_finds_nothing_is_told_what_to_try(place: Place, client: Client) -> None:
    client.force_login(place.owner)

    page = client.get(pages.at(place, "find/"), {"q": "<qqqqq>"}).content.decode()

    assert "Nothing fits “&lt;qqqqq&gt;”" in page


def test_without_a_script_commands_are_forms_that_come_back_here(place: Place, client: Client) -> None:
    client.force_login(place.owner)

    page = client.get(pages.at(place, "find/"), {"q": "dark"}).content.decode()

    assert 'action="/me/theme/"' in page
    assert f'name="next" value="{pages.at(place, "find/")}?q=dark"' in page
