"""Much that is asked of one person at once is one letter; one thing is asked by a letter of its own, at once."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Mail, Notice
from approvals.models import Ask, Guest, Review
from approvals.plans import Chair, Plan, Step
from calendar_app.models import Post
from connections.models import Channel
from tests.activity import cast
from tests.approvals import asked
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails_are_rows")]


def drafts(place: Place, channel: Channel, number: int) -> list[Post]:
    """So many drafts."""
    with inside(place):
        return [posts.draft(place, channel, text=f"Post {one}") for one in range(number)]


def submit(place: Place, *some: Post) -> None:
    """The editor chooses them in the list and asks for approval."""
    sent = {"do": "submit", "post": [f"{post.pk}:{post.revision}" for post in some]}
    answer = pages.browser(place.editor).post(pages.at(place, "calendar/list/several/"), sent)
    assert f"{len(some)} sent for approval." in answer.content.decode()


def a_minute_later(place: Place) -> None:
    """What was gathered is due, and served twice."""
    with inside(place):
        for _ in range(2):
            cast.make_due()
            cast.drain()


def letters(place: Place, person: User | None = None) -> list[Mail]:
    """What she was written; the approver, if nobody is named."""
    with inside(place):
        return list(Mail.objects.filter(to=(person or place.approver).email).order_by("pk"))


def test_fifty_submitted_at_once_are_one_letter_that_leads_to_all_of_them(
    place: Place, channel: Channel
) -> None:
    submit(place, *drafts(place, channel, 50))
    before = letters(place)

    a_minute_later(place)

    assert before == []
    (mail,) = letters(place)
    assert mail.subject == "50 items wait for your approval"
    for body in (mail.text, html.unescape(mail.html)):
        assert sum(f"Post {number}" in body for number in range(50)) >= 10
        assert body.count("@kehreba") == 10
        assert "and 40 more" in body
        assert f"/b/{place.brand.slug}/approvals/" in body
    with inside(place):
        assert Notice.objects.filter(person=place.approver, kind="approvals.asked").count() == 50


def test_one_that_is_submitted_by_the_same_way_is_asked_at_once_with_its_link(
    place: Place, channel: Channel
) -> None:
    submit(place, *drafts(place, channel, 1))

    (mail,) = letters(place)
    assert mail.subject == "Approve? Post 0"
    assert "/a/" in mail.text
    a_minute_later(place)
    assert len(letters(place)) == 1


def test_a_guest_who_is_asked_about_many_gets_one_letter_with_her_list(
    place: Place, channel: Channel
) -> None:
    some = drafts(place, channel, 3)
    with inside(place):
        client = Guest.objects.create(
            organization_id=place.organization.pk,
            brand=place.brand,
            name="Leyla",
            email="leyla@client.example",
        )
        asked.plan(place, Plan("Client", [Step("Client", [Chair(guest=client.pk)])]))

    submit(place, *some)

    with inside(place):
        mail = Mail.objects.get(to=client.email)
        assert Ask.objects.filter(guest=client).count() == 3
    assert mail.subject == "Your approval is wanted"
    assert "The link is yours alone, Leyla" in mail.text
    link = re.search(r"https?://[^/\s]+(/a/\S+)", mail.text)
    assert link is not None
    page = Client().get(link[1], follow=True).content.decode()
    assert [f"Post {number}" in page for number in range(3)] == [True] * 3


def test_when_one_of_many_still_waits_its_letter_has_its_link(place: Place, channel: Channel) -> None:
    first, second = drafts(place, channel, 2)
    submit(place, first, second)
    with inside(place):
        asked.approve(asked.review_of(first), asked.voice(place))

    a_minute_later(place)

    (mail,) = letters(place)
    assert (mail.subject, "/a/" in mail.text) == ("Approve? Post 1", True)


def test_when_none_of_many_waits_any_more_nothing_is_written(place: Place, channel: Channel) -> None:
    some = drafts(place, channel, 2)
    submit(place, *some)
    with inside(place):
        for review in Review.objects.all():
            asked.approve(review, asked.voice(place))

    a_minute_later(place)

    assert letters(place) == []


def test_many_that_are_approved_at_once_are_one_letter_to_their_author(
    place: Place, channel: Channel
) -> None:
    some = drafts(place, channel, 12)
    submit(place, *some)
    with inside(place):
        marks = [f"{review.pk}.{review.version}" for review in Review.objects.order_by("pk")]

    pages.browser(place.approver).post(pages.at(place, "approvals/approve/"), {"review": marks})
    before = letters(place, place.editor)
    a_minute_later(place)

    assert before == []
    (mail,) = letters(place, place.editor)
    assert mail.subject == "12 notices from One"
    for body in (mail.text, html.unescape(mail.html)):
        assert [f"Approved: “Post {number}”" in body for number in range(12)] == [True] * 12


def test_one_that_is_approved_alone_is_told_at_once(place: Place, channel: Channel) -> None:
    submit(place, *drafts(place, channel, 1))
    with inside(place):
        review = Review.objects.get()

    sent = {"review": f"{review.pk}.{review.version}"}
    pages.browser(place.approver).post(pages.at(place, "approvals/approve/"), sent)

    assert [mail.subject for mail in letters(place, place.editor)] == ["Approved: Post 0"]
