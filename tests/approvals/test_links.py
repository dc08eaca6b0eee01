"""A decision by the link of a mail: two taps, in the reader's own words."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from approvals.models import Decision
from approvals.plans import Plan, Step, one_approver
from calendar_app.models import Post
from connections.models import Channel
from core.ledger import Event
from tests.approvals import asked
from tests.approvals.links import ask, decide, letter, link, state, text
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails_are_rows")]

CANARY = "team-only-canary"


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


def test_the_link_works_for_its_own_person_who_is_signed_in(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = pages.browser(place.approver)
    client.get(link(place))

    decide(client, review)

    assert state(place, review) == "approved"


def test_the_new_mail_shows_what_changed_first(place: Place, channel: Channel) -> None:
    ask(place, channel, "Salam from Baku")
    with inside(place):
        asked.edit(Post.objects.get(), "Salam from Ganja", place.editor)

    page = text(Client().get(link(place), follow=True))

    assert "You saw version 1. This is version 2." in page
    assert "<del>Baku</del><ins>Ganja</ins>" in page


def test_the_answer_can_be_taken_back_for_some_seconds(place: Place, channel: Channel) -> None:
    review = ask(place, channel)
    client = Client()
    client.get(link(place))
    assert "Take it back" in text(decide(client, review))

    client.post(f"/a/review/{review.pk}/undo/", follow=True)

    assert state(place, review) == "open"
    with inside(place):
        assert posts.delivery(Post.objects.get()).state == "draft"


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
