"""Outsiders: invited, asked, answering, revoked; and what they never see."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from accounts.grants import Role
from activity.models import Mail
from approvals.models import Comment, Decision, Guest, Review
from approvals.plans import Chair, Plan, Step
from approvals.selectors import workflows
from calendar_app.models import Post
from connections.models import Channel
from tests.approvals import asked
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails_are_rows")]

CANARY = "team-only-canary"
CARD = {"name": "Leyla Həsənova", "email": "leyla@client.example", "language": "az"}
URL = "approvals/guests/"


def invite(place: Place, role: str = Role.ADMIN, **fields: str) -> Any:
    """The form."""
    return pages.browser(place.people[role]).post(pages.at(place, URL), CARD | fields, follow=True)


def guest(place: Place) -> Guest:
    """The only one."""
    with inside(place):
        found: Guest = Guest.objects.get()
        return found


def link(place: Place) -> str:
    """The path in her newest mail."""
    with inside(place):
        mail = Mail.objects.filter(to=CARD["email"]).order_by("-created_at", "-pk").first()
        assert mail is not None
    found = re.search(r"https?://[^/\s]+(/a/\S+)", mail.text)
    assert found is not None
    return found[1]


def ask(place: Place, channel: Channel, text: str = "Salam") -> Review:
    """A post that waits for the guest alone."""
    with inside(place):
        if not workflows.plan_of(place.brand).revision:
            asked.plan(place, Plan("Client", [Step("Client", [Chair(guest=Guest.objects.get().pk)])]))
        return asked.review_of(asked.submitted(place, channel, text=text))


def text(answer: Any) -> str:
    """The page as people read it."""
    return html.unescape(answer.content.decode())


def state(place: Place, review: Review) -> str:
    """How it stands now."""
    with inside(place):
        return Review.objects.get(pk=review.pk).state


def decide(client: Client, place: Place, review: Review, **fields: str) -> Any:
    """Her second tap."""
    data = {"version": str(review.version), "verdict": "approve", **fields}
    return client.post(f"/a/guest/{guest(place).pk}/{review.pk}/", data, follow=True)


@pytest.mark.parametrize("role", Role.values)
def test_who_may_schedule_invites_guests_and_the_others_are_refused(place: Place, role: str) -> None:
    answer = invite(place, role)

    may = role in {Role.OWNER, Role.ADMIN, Role.APPROVER, Role.EDITOR}
    assert answer.status_code == (200 if may else 403)
    with inside(place):
        assert Guest.objects.exists() is may


def test_the_same_address_is_invited_once_and_a_bad_one_never(place: Place) -> None:
    invite(place)

    again, bad = invite(place, email="LEYLA@client.example"), invite(place, email="nobody")

    assert "leyla@client.example is a guest already." in text(again)
    assert "nobody" in text(bad)
    assert guest(place).email == CARD["email"]


def test_a_guest_finds_what_waits_reads_it_in_her_language_and_approves(
    place: Place, channel: Channel
) -> None:
    invite(place)
    review = ask(place, channel, "Cümə axşamı")
    client = Client()

    page = client.get(link(place), follow=True)
    listed = client.get(f"/a/guest/{guest(place).pk}/")
    decide(client, place, review)

    assert page.headers["Content-Language"] == "az"
    assert "Cümə axşamı" in text(page)
    assert "Cümə axşamı" in text(listed)
    assert state(place, review) == "approved"
    with inside(place):
        decision = Decision.objects.get()
        assert (decision.via, decision.name) == ("guest", CARD["name"])
        assert posts.delivery(Post.objects.get()).state == "waiting"


def test_a_revoked_guest_sees_and_decides_nothing_from_that_moment_on(place: Place, channel: Channel) -> None:
    invite(place)
    review = ask(place, channel, "Only for guests")
    client, path = Client(), link(place)
    client.get(path)

    pages.browser(place.admin).post(pages.at(place, f"{URL}{guest(place).pk}/revoke/"))
    answers = [
        client.get(f"/a/guest/{guest(place).pk}/"),
        client.get(f"/a/guest/{guest(place).pk}/{review.pk}/"),
        decide(client, place, review),
        Client().get(path, follow=True),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 410]
    assert all("Only for guests" not in text(answer) for answer in answers)
    assert state(place, review) == "open"


def test_a_new_link_ends_the_old_one(place: Place) -> None:
    invite(place)
    old = link(place)

    pages.browser(place.admin).post(pages.at(place, f"{URL}{guest(place).pk}/again/"))

    assert link(place) != old
    assert Client().get(old).status_code == 410
    assert Client().get(link(place), follow=True).status_code == 200


def test_a_guest_never_reads_the_teams_talk_nor_anything_she_was_not_asked(
    place: Place, channel: Channel
) -> None:
    invite(place)
    review = ask(place, channel)
    with inside(place):
        Comment.objects.create(
            organization=place.organization,
            brand=place.brand,
            covers="post",
            subject=review.subject,
            author=place.editor,
            body=CANARY,
        )
        posts.draft(place, channel, text=f"Draft {CANARY}")
    client = Client()
    client.get(link(place))
    here = f"/a/guest/{guest(place).pk}/"

    pages_read = [client.get(f"{here}{review.pk}/?part={part}") for part in ("post", "changes", "talk")]

    assert all(CANARY not in text(answer) for answer in [*pages_read, client.get(here)])
    assert client.get(pages.at(place)).status_code == 302


def test_a_guests_link_opens_no_review_of_another_brand_or_another_guest(
    place: Place, channel: Channel
) -> None:
    invite(place)
    mine = ask(place, channel)
    theirs = new_place("two", approval_required=True)
    with inside(theirs):
        foreign = asked.review_of(asked.submitted(theirs, posts.channel(theirs)))
    client = Client()
    client.get(link(place))
    here = f"/a/guest/{guest(place).pk}/"

    assert client.get(f"{here}{foreign.pk}/").status_code == 404
    assert client.get(f"/a/review/{mine.pk}/").status_code == 404
    assert Client().get(f"{here}{mine.pk}/").status_code == 404
    assert (
        client.post(
            f"{here}{foreign.pk}/", {"version": str(foreign.version), "verdict": "approve"}
        ).status_code
        == 404
    )


def test_a_guest_says_something_that_the_team_reads(place: Place, channel: Channel) -> None:
    invite(place)
    review = ask(place, channel)
    client = Client()
    client.get(link(place))

    client.post(f"/a/guest/{guest(place).pk}/{review.pk}/talk/", {"body": "The logo is old"})
    page = pages.browser(place.editor).get(pages.at(place, f"posts/{review.subject}/talk/"))

    assert "The logo is old" in text(page)
    assert CARD["name"] in text(page)
