"""A decision by the link of a mail: what it does, and everything it must not do."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.grants import Role
from accounts.models import Membership
from activity.models import Mail
from approvals.models import Comment, Decision, Review
from approvals.plans import Plan, Step, one_approver
from calendar_app.models import Post
from connections.models import Channel
from core import clock
from core.doors import Door
from core.ledger import Event
from tests.approvals import asked
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db

CANARY = "team-only-canary"


@pytest.fixture(autouse=True)
def mails_are_rows(settings: Any) -> None:
    """The product's own backend."""
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"


@pytest.fixture
def place() -> Place:
    """A brand that wants everything approved, by one approver."""
    return new_place("one", approval_required=True)


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


def letter(place: Place, person: str = "approver") -> Mail:
    """The newest mail to somebody."""
    with inside(place):
        found = Mail.objects.filter(to=place.people[person].email).order_by("-created_at", "-pk").first()
        assert found is not None
        return found


def link(place: Place, person: str = "approver") -> str:
    """The path of the link in it."""
    found = re.search(r"https?://[^/\s]+(/a/\S+)", letter(place, person).text)
    assert found is not None
    return found[1]


def ask(place: Place, channel: Channel, text: str = "Salam") -> Review:
    """A post that waits for approval, with its mails."""
    with inside(place):
        return asked.review_of(asked.submitted(place, channel, text=text))


def decide(client: Client, review: Review, verdict: str = "approve", **more: str) -> Any:
    """The second tap."""
    data = {"version": str(review.version), "verdict": verdict, **more}
    return client.post(f"/a/review/{review.pk}/", data, follow=True)


def state(place: Place, review: Review) -> str:
    """How it stands now."""
    with inside(place):
        return Review.objects.get(pk=review.pk).state


def text(answer: Any) -> str:
    """The page as people read it."""
    return html.unescape(answer.content.decode())


def test_the_mail_says_what_when_and_where_in_two_forms(place: Place, channel: Channel) -> None:
    review = ask(place, channel, "Fresh coffee & cake")

    mail = letter(place)

    assert mail.subject == "Approve? Fresh coffee & cake"
    for body in (mail.text, html.unescape(mail.html)):
        assert "Fresh coffee & cake" in body
        assert "@kehreba" in body
        assert "/a/" in body
    assert review.version.hex not in mail.html


def test_two_taps_from_the_mail_approve_the_version_that_was_shown(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = Client()

    page = client.get(link(place), follow=True)
    answer = decide(client, review)

    assert "Approve version 1?" in text(page)
    assert "You approved version 1." in text(answer)
    assert state(place, review) == "approved"
    with inside(place):
        decision = Decision.objects.get()
        assert (decision.via, decision.membership.user_id) == ("mail", place.approver.pk)
        assert posts.delivery(Post.objects.get()).state == "waiting"
        used = Event.objects.get(kind="approvals.link_used")
        assert used.facts["address"]


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


def test_the_secret_leaves_the_address_and_only_the_exchange_hides_the_referrer(
    place: Place, channel: Channel
) -> None:
    ask(place, channel)
    client, path = Client(), link(place)

    exchanged = client.get(path)
    page = client.get(exchanged.headers["Location"])

    assert exchanged.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert path.strip("/").rpartition("/")[2] not in str(dict(client.session)) + page.content.decode()
    assert page.headers["Cache-Control"].find("no-store") >= 0


def test_the_page_has_no_script_and_no_navigation(place: Place, channel: Channel) -> None:
    ask(place, channel)

    page = text(Client().get(link(place), follow=True))

    assert "<script" not in page
    assert '<nav class="rail' not in page
    assert 'class="tabbar"' not in page


def test_asking_for_changes_needs_words_and_keeps_the_page(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = Client()
    client.get(link(place))

    empty = decide(client, review, "changes")
    assert state(place, review) == "open"
    answer = decide(client, review, "changes", note="Brighter, please")

    assert "Say in a few words what should change." in text(empty)
    assert "You asked for changes." in text(answer)
    assert state(place, review) == "changes_asked"


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


def test_the_link_works_for_its_own_person_who_is_signed_in(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = pages.browser(place.approver)
    client.get(link(place))

    decide(client, review)

    assert state(place, review) == "approved"


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


def test_the_new_mail_shows_what_changed_first(place: Place, channel: Channel) -> None:
    ask(place, channel, "Salam from Baku")
    with inside(place):
        asked.edit(Post.objects.get(), "Salam from Ganja", place.editor)

    page = text(Client().get(link(place), follow=True))

    assert "You saw version 1. This is version 2." in page
    assert "<del>Baku</del><ins>Ganja</ins>" in page


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


def test_the_answer_can_be_taken_back_for_some_seconds(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = Client()
    client.get(link(place))
    assert "Take it back" in text(decide(client, review))

    client.post(f"/a/review/{review.pk}/undo/", follow=True)

    assert state(place, review) == "open"
    with inside(place):
        assert posts.delivery(Post.objects.get()).state == "draft"


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


def test_the_reader_gets_page_and_mail_in_her_own_language_and_zone(place: Place, channel: Channel) -> None:
    place.approver.language, place.approver.zone = "tr", "Europe/Istanbul"
    place.approver.save()
    ask(place, channel)

    page = Client().get(link(place), follow=True)

    assert page.headers["Content-Language"] == "tr"
    assert '<html lang="tr"' in text(page)
    assert "GMT+3" in letter(place).text


def test_the_second_stage_is_asked_by_mail_after_the_first(place: Place, channel: Channel) -> None:
    with inside(place):
        first = one_approver().steps[0]
        legal = Step("Legal", one_approver().steps[0].chairs)
        asked.plan(place, Plan("Two", [first, legal]))
    review = ask(place, channel)
    client = Client()
    client.get(link(place))

    page = text(decide(client, review))

    assert "Others are asked now." in page or "Approve version 1?" in page
    assert state(place, review) == "open"
