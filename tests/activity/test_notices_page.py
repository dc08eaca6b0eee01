"""The page of notices: filters, pages, days, and counts that every page knows without asking once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, MembershipBrand
from activity.models import Notice
from activity.services import telling
from core import clock
from core.tenancy import scope
from tests import world
from tests.activity import cast
from tests.architecture import things
from tests.world import Place

pytestmark = pytest.mark.django_db
FIXED = 5
PAGE = "/me/notices/"
CHANGES = "/o/one/notices/changes/"
SMALL = ("SAVEPOINT", "RELEASE", "SET", "BEGIN")


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope people are told."""
    cast.register()
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


@pytest.fixture
def reader(place: Place, client: Client) -> Client:
    """The client's browser: who may do least is told too."""
    client.force_login(place.client)
    client.cookies["brand"] = "one"
    return client


def asked(browser: Client, path: str, **words: str) -> tuple[Any, list[str]]:
    """An answer, and the statements that it needed."""
    with CaptureQueriesContext(connection) as caught:
        answer = browser.get(path, words)
    return answer, [one["sql"] for one in caught.captured_queries if not one["sql"].startswith(SMALL)]


def tell_many(place: Place, number: int) -> None:
    """So many notices, each a minute older than the one before."""
    for count in range(number):
        cast.tell(place, place.client, cause=str(count), headline=f"Post {count:03}")
    for count, notice in enumerate(Notice.objects.order_by("id")):
        Notice.objects.filter(pk=notice.pk).update(created_at=clock.now() - timedelta(minutes=count))


def test_the_page_costs_one_question_more_than_the_frame(place: Place, reader: Client) -> None:
    tell_many(place, 60)

    _answer, statements = asked(reader, PAGE)
    _poll, fixed = asked(reader, CHANGES)

    assert len(statements) == FIXED + 1, "\n".join(statements)
    assert len(fixed) == FIXED, "\n".join(fixed)


def test_more_follows_by_its_cursor(place: Place, reader: Client) -> None:
    tell_many(place, 70)

    first = reader.get(PAGE).content.decode()
    second = reader.get(PAGE, {"after": reader.get(PAGE).context["more"].split("after=")[1]}).content.decode()

    assert ("Post 049 happened" in first, "Post 050 happened" in first) == (True, False)
    assert ("Post 049 happened" in second, "Post 050 happened" in second, "Post 069 happened" in second) == (
        False,
        True,
        True,
    )


def test_notices_stand_under_their_days_and_say_how_often(place: Place, reader: Client) -> None:
    for _ in range(3):
        cast.tell(place, place.client)
    Notice.objects.update(created_at="2027-03-01T22:00Z")
    place.client.zone = "Asia/Baku"
    place.client.save(update_fields=["zone"])

    page = reader.get(PAGE).content.decode()

    assert "Tue 2 Mar 2027" in page
    assert "same cause ×3" in page
    assert ">02:00<" in page


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ({}, {"Plain", "Broke"}),
        ({"unread": "1"}, {"Broke"}),
        ({"kind": "tests.plain"}, {"Plain"}),
        ({"kind": "group:tests"}, {"Plain", "Broke"}),
        ({"kind": "group:nothing"}, set()),
        ({"kind": "tests.\0plain"}, {"Plain"}),
        ({"brand": "one"}, {"Plain", "Broke"}),
        ({"brand": "nobody"}, {"Plain", "Broke"}),
        ({"after": "made up"}, {"Plain", "Broke"}),
    ],
)
def test_the_page_is_narrowed_by_what_stands_in_its_address(
    place: Place, reader: Client, words: dict[str, str], seen: set[str]
) -> None:
    cast.tell(place, place.client, headline="Plain")
    telling.mark_read(place.client)
    cast.tell(place, place.client, kind=cast.CRITICAL, headline="Broke")

    page = reader.get(PAGE, words).content.decode()

    assert {
        word for word in ("Plain", "Broke") if f"{word} happened" in page or f"{word} broke" in page
    } == seen


def test_one_brand_of_several_is_chosen(place: Place, reader: Client) -> None:
    other = things.sibling(place, "other")
    cast.tell(place, place.client, headline="Here")
    cast.tell(other, place.client, cause="there", headline="There")

    page = reader.get(PAGE, {"brand": "other"}).content.decode()

    assert ("Here happened" in page, "There happened" in page) == (False, True)


def test_brands_that_she_may_no_longer_see_are_silent(place: Place, reader: Client) -> None:
    other = things.sibling(place, "other")
    cast.tell(place, place.client, headline="Here")
    cast.tell(other, place.client, cause="there", headline="There")
    mine = Membership.objects.get(user=place.client)
    Membership.objects.filter(pk=mine.pk).update(all_brands=False)
    MembershipBrand.objects.create(organization=place.organization, membership=mine, brand=place.brand)

    page = reader.get(PAGE).content.decode()

    assert ("Here happened" in page, "There happened" in page) == (True, False)
    assert reader.get("/me/notices/count/").json() == {"unread": 1}
    theirs = Notice.objects.get(brand=other.brand)
    assert reader.post(f"/me/notices/{theirs.pk}/open/").status_code == 404


def test_every_page_shows_how_many_are_new(place: Place, reader: Client) -> None:
    for cause in ("first", "second"):
        cast.tell(place, place.client, cause=cause)

    page = reader.get("/b/one/").content.decode()

    assert page.count('data-number="2"') == 3  # rail, bottom bar, and the menu behind it


@pytest.mark.parametrize("path", [CHANGES, "/b/one/changes/"])
def test_an_open_page_hears_of_new_ones_and_of_those_read_elsewhere(
    place: Place, reader: Client, path: str
) -> None:
    def hear(counts: str) -> Any:
        first = reader.get(path)  # a page that shows no counts hears of posts only
        after = first.json()["cursor"] if first.status_code == 200 else ""
        return reader.get(path, {"after": after, "counts": counts})

    assert hear("notices:0").status_code == 304
    cast.tell(place, place.client)
    assert hear("notices:0").json()["counts"]["notices"] == 1
    assert hear("notices:0").json()["changed"] == ["notices"]
    assert hear("notices:1").status_code == 304

    reader.post("/me/notices/read/")
    assert hear("notices:1").json()["counts"]["notices"] == 0


def test_opening_one_marks_it_and_leaves_the_others(place: Place, reader: Client) -> None:
    cast.tell(place, place.client)
    cast.tell(place, place.client, cause="second")
    first = Notice.objects.order_by("id").first()
    assert first is not None

    assert reader.get(f"/me/notices/{first.pk}/open/").status_code == 405
    assert reader.post(f"/me/notices/{first.pk}/open/")["Location"] == PAGE

    assert list(Notice.objects.filter(read_at=None).values_list("dedupe", flat=True)) == [
        "tests.plain:post:7:second"
    ]


def test_nobody_opens_the_notices_of_others(place: Place, reader: Client) -> None:
    cast.tell(place, place.editor)

    assert reader.post(f"/me/notices/{Notice.objects.get().pk}/open/").status_code == 404
    assert reader.post("/me/notices/99999999999999999999/open/").status_code == 302
    assert Notice.objects.get().read_at is None


def test_strangers_do_not_ask_what_is_new(place: Place, client: Client) -> None:
    client.force_login(world.place("two").owner)

    assert client.get(CHANGES).status_code == 404
