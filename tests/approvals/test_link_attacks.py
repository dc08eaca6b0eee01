"""Everything that a mail's link must not do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.grants import Role
from accounts.models import Membership
from approvals.models import Comment, Decision
from calendar_app.models import Post
from connections.models import Channel
from core import clock
from core.doors import Door
from core.ledger import Event
from tests.approvals import asked
from tests.approvals.links import ask, decide, link, state, text
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails_are_rows")]

CANARY = "team-only-canary"


def test_looking_changes_nothing_however_often_and_by_whichever_method(
    place: Place, channel: Channel
) -> None:
    review = ask(place, channel)
    path = link(place)

    for method in ("get", "head", "get"):
        client = Client()
        getattr(client, method)(path, follow=True)
        for part in ("post", "changes", "talk"):
            client.get(f"/a/review/{review.pk}/?part={part}")
        client.get(f"/a/review/{review.pk}/undo/")

    assert state(place, review) == "open"
    with inside(place):
        assert not Decision.objects.exists()


def test_a_link_in_a_browser_of_another_person_says_whose_it_is_and_decides_nothing(
    place: Place, channel: Channel
) -> None:
    review = ask(place, channel)
    client = pages.browser(place.admin)

    page = client.get(link(place), follow=True)
    answer = decide(client, review)

    assert "This link is Approver-One’s, and you are signed in as Admin-One." in text(page)
    assert "Yes, approve" not in text(page)
    assert answer.status_code == 403
    assert state(place, review) == "open"
    with inside(place):
        assert Event.objects.filter(kind="approvals.link_refused").count() == 1


def test_a_link_that_was_used_says_so_and_changes_nothing(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client, path = Client(), link(place)
    client.get(path)
    decide(client, review)

    again = Client()
    page = again.get(path, follow=True)
    answer = decide(again, review, "changes", note="No")

    assert "You approved version 1." in text(page)
    assert (answer.status_code, "You have answered already." in text(answer)) == (409, True)
    assert state(place, review) == "approved"


def test_a_link_to_a_version_that_was_changed_says_what_changed(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client, path = Client(), link(place)
    client.get(path)
    with inside(place):
        asked.edit(Post.objects.get(), "Another text", place.editor)

    page = client.get(path, follow=True)
    answer = decide(client, review)

    assert "It was changed since this mail was written" in text(page)
    assert answer.status_code == 409
    assert "It changed since you opened it: the text." in text(answer)
    with inside(place):
        assert not Decision.objects.exists()


def test_of_two_approvers_with_links_the_second_is_told_who_was_faster(
    place: Place, channel: Channel
) -> None:
    review = ask(place, channel)
    first, second = Client(), Client()
    first.get(link(place, "approver"))
    second.get(link(place, "owner"))
    decide(first, review)

    page = second.get(f"/a/review/{review.pk}/")
    answer = decide(second, review)

    assert "Somebody else was faster: Approved." in text(page)
    assert answer.status_code == 409
    assert "Approver-One was faster" in text(answer)


def test_an_expired_a_revoked_and_an_invented_link_lead_to_a_page_with_a_way_on(
    place: Place, channel: Channel
) -> None:
    review = ask(place, channel)
    path = link(place)
    late = Client()
    late.get(path)
    doors = Door.objects.filter(kind=Door.Kind.REVIEW)

    doors.update(expires_at=clock.now() - timedelta(seconds=1))
    expired, held = Client().get(path), decide(late, review)
    doors.update(expires_at=None, revoked_at=clock.now())
    revoked, invented = Client().get(path), Client().get("/a/nobody-gave-this-out/")

    assert (expired.status_code, revoked.status_code, invented.status_code) == (410, 410, 404)
    assert "This link is over" in text(expired)
    assert "This link was taken back" in text(revoked)
    assert "This link leads nowhere" in text(invented)
    assert all("Sign in to Meydan" in text(one) for one in (expired, revoked, invented))
    assert held.status_code == 404
    assert state(place, review) == "open"


def test_a_link_opens_its_own_review_only(place: Place, channel: Channel) -> None:
    theirs = new_place("two", approval_required=True)
    with inside(theirs):
        other_channel = posts.channel(theirs)
    foreign, other = ask(theirs, other_channel), ask(place, channel, "Other")
    mine = ask(place, channel)
    client = Client()
    client.get(link(place))

    for review in (foreign, other):
        assert client.get(f"/a/review/{review.pk}/").status_code == 404
        assert decide(client, review).status_code == 404
    assert (state(theirs, foreign), state(place, other), state(place, mine)) == ("open", "open", "open")


def test_who_left_or_may_not_approve_any_more_decides_nothing(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = Client()
    client.get(link(place))
    with inside(place):
        mine = Membership.objects.filter(user=place.approver)
        mine.update(role=Role.EDITOR)

    answer = decide(client, review)
    with inside(place):
        mine.update(role=Role.APPROVER, deactivated_at=clock.now())
    gone = decide(client, review)

    assert answer.status_code == 403
    assert "Your answer is not asked for any more." in text(answer)
    assert gone.status_code == 404
    assert state(place, review) == "open"


def test_talk_of_the_team_is_never_on_a_links_page_and_what_is_said_there_is_the_clients(
    place: Place, channel: Channel
) -> None:
    review = ask(place, channel)
    with inside(place):
        common = {"organization": place.organization, "brand": place.brand, "covers": "post"}
        Comment.objects.create(**common, subject=review.subject, author=place.editor, body=CANARY)
        Comment.objects.create(
            **common, subject=review.subject, author=place.editor, body="For you", visibility="client"
        )
    client = Client()
    client.get(link(place))

    client.post(f"/a/review/{review.pk}/talk/", {"body": "Thank you"})
    page = text(client.get(f"/a/review/{review.pk}/?part=talk"))

    assert CANARY not in page
    assert "For you" in page
    assert "Thank you" in page
    with inside(place):
        assert Comment.objects.get(body="Thank you").visibility == "client"


def test_nonsense_is_a_sentence(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = Client()
    client.get(link(place))
    here = f"/a/review/{review.pk}/"

    for data in (
        {},
        {"version": "x", "verdict": "approve"},
        {"version": str(review.version), "verdict": "maybe"},
    ):
        answer = client.post(here, data)
        assert answer.status_code == 200
        assert 'role="alert"' in text(answer)
    assert client.post(f"{here}talk/", {"body": " "}).status_code == 200
    assert state(place, review) == "open"
