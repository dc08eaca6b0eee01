"""What waits for a person, and deciding about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.grants import Role
from approvals.models import Decision, Review
from approvals.selectors import listing
from calendar_app.models import Post
from connections.models import Channel
from tests.approvals import asked
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place

pytestmark = pytest.mark.django_db

BUDGET = 12
NOT_WAITED_ON = (Role.EDITOR, Role.CONTRIBUTOR, Role.ANALYST)


def waiting(place: Place, channel: Channel, *texts: str) -> list[Review]:
    """Reviews that wait, the first one the most urgent."""
    with inside(place):
        made = [
            asked.submitted(place, channel, text=text, minutes=600 + 60 * number)
            for number, text in enumerate(texts)
        ]
        return [asked.review_of(post) for post in made]


def mark(review: Review) -> str:
    """What the page posts of it."""
    return f"{review.pk}.{review.version}"


def say_yes(client: Client, place: Place, *reviews: Review, **headers: Any) -> Any:
    """The button."""
    data = {"review": [mark(one) for one in reviews]}
    return client.post(pages.at(place, "approvals/approve/"), data, follow=True, **headers)


def states(place: Place, *reviews: Review) -> list[str]:
    """How they stand now."""
    with inside(place):
        return [Review.objects.get(pk=one.pk).state for one in reviews]


def test_what_waits_is_listed_most_urgent_first_with_one_in_sight(place: Place, channel: Channel) -> None:
    waiting(place, channel, "Soon", "Later")

    page = pages.browser(place.approver).get(pages.at(place, "approvals/")).content.decode()

    assert page.index("Soon") < page.index("Later")
    assert "Approve version 1" in page
    assert 'data-count="approvals.' in page


def test_whoever_is_not_asked_sees_an_empty_list_and_may_not_decide(place: Place, channel: Channel) -> None:
    (review,) = waiting(place, channel, "Soon")

    for role in NOT_WAITED_ON:
        client = pages.browser(place.people[role])
        assert "Nothing waits for you" in client.get(pages.at(place, "approvals/")).content.decode()
        assert say_yes(client, place, review).status_code == 403

    assert states(place, review) == ["open"]


def test_a_yes_closes_it_and_the_post_is_scheduled(place: Place, channel: Channel) -> None:
    (review,) = waiting(place, channel, "Soon")

    page = say_yes(pages.browser(place.approver), place, review).content.decode()

    assert "1 approved." in page
    assert states(place, review) == ["approved"]
    with inside(place):
        assert posts.delivery(Post.objects.get()).state == "waiting"


def test_several_are_approved_at_once_and_taken_back_by_the_toast(place: Place, channel: Channel) -> None:
    reviews = waiting(place, channel, "One", "Two", "Three")
    client = pages.browser(place.approver)

    answer = client.post(
        pages.at(place, "approvals/approve/"),
        {"review": [mark(one) for one in reviews[:2]]},
        headers={"HX-Request": "true", "HX-Target": "queue"},
    )

    assert "2 approved." in answer.headers["HX-Trigger"]
    assert "Three" in answer.content.decode()
    assert states(place, *reviews) == ["approved", "approved", "open"]
    with inside(place):
        decisions = ",".join(str(one.pk) for one in Decision.objects.all())
    client.post(pages.at(place, "approvals/undo/"), {"decisions": decisions})
    assert states(place, *reviews) == ["open", "open", "open"]


def test_nobody_takes_back_the_answer_of_another(place: Place, channel: Channel) -> None:
    (review,) = waiting(place, channel, "One")
    say_yes(pages.browser(place.approver), place, review)
    with inside(place):
        decisions = str(Decision.objects.get().pk)

    answer = pages.browser(place.admin).post(pages.at(place, "approvals/undo/"), {"decisions": decisions})

    assert answer.status_code == 403
    assert states(place, review) == ["approved"]


def test_a_no_asks_for_its_reason_and_keeps_what_was_typed(place: Place, channel: Channel) -> None:
    (review,) = waiting(place, channel, "One")
    client = pages.browser(place.approver)
    url = pages.at(place, "approvals/ask/")

    assert "What should change" in client.get(url, {"review": mark(review)}).content.decode()
    sent = {"review": mark(review), "sure": "1", "verdict": "changes"}
    empty = client.post(url, sent).content.decode()
    client.post(url, sent | {"note": "Another picture, please"})

    assert "Say in a few words what should change." in empty
    assert states(place, review) == ["changes_asked"]
    with inside(place):
        assert Decision.objects.get().note == "Another picture, please"


def test_an_older_version_is_not_approved_and_the_page_says_what_changed(
    place: Place, channel: Channel
) -> None:
    (review,) = waiting(place, channel, "One")
    with inside(place):
        asked.edit(Post.objects.get(), "Another text", place.editor)

    page = say_yes(pages.browser(place.approver), place, review).content.decode()

    assert "It changed since you opened it: the text." in page
    with inside(place):
        assert not Decision.objects.exists()


def test_what_is_decided_already_says_so_and_stays(place: Place, channel: Channel) -> None:
    (review,) = waiting(place, channel, "One")
    say_yes(pages.browser(place.approver), place, review)

    again = say_yes(pages.browser(place.approver), place, review).content.decode()
    other = say_yes(pages.browser(place.admin), place, review).content.decode()

    assert "You have answered already." in again
    assert "was faster" in other
    with inside(place):
        assert Decision.objects.count() == 1


def test_a_choice_of_nothing_or_of_nonsense_is_a_sentence(place: Place) -> None:
    client = pages.browser(place.approver)

    for data in ({}, {"review": "x"}, {"review": "a.b"}):
        answer = client.post(pages.at(place, "approvals/approve/"), data)
        assert answer.status_code == 409
        assert "Choose at least one first." in answer.content.decode()


def test_the_lists_of_what_was_asked_and_decided(place: Place, channel: Channel) -> None:
    first, _second = waiting(place, channel, "One", "Two")
    say_yes(pages.browser(place.approver), place, first)

    mine = pages.browser(place.editor).get(pages.at(place, "approvals/?list=asked")).content.decode()
    done = pages.browser(place.owner).get(pages.at(place, "approvals/?list=decided")).content.decode()

    assert "One" in mine
    assert "Two" in mine
    assert "One" in done
    assert ">Two<" not in done


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_however_much_waits(place: Place, channel: Channel, count: int) -> None:
    waiting(place, channel, *(f"Post {number}" for number in range(count)))
    client = pages.browser(place.approver)
    client.get(pages.at(place, "approvals/"))

    with CaptureQueriesContext(connection) as asked_for:
        client.get(pages.at(place, "approvals/"))

    assert len([query for query in asked_for if "SAVEPOINT" not in query["sql"]]) <= BUDGET


def test_a_later_page_goes_on_where_the_first_one_ended(
    place: Place, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "SIZE", 2)
    waiting(place, channel, *(f"Post {number:02}" for number in range(3)))
    client = pages.browser(place.approver)
    page = client.get(pages.at(place, "approvals/"))

    later = client.get(page.context["more"]).content.decode()

    assert "Post 02" in later
    assert "Post 01" not in later
