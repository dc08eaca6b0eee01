"""A conversation's page: what it shows, answering, noting, and everything that is done with it."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import BrandPolicy
from connections.models import Channel
from core.outbox.states import State
from inbox.models import Conversation, Note, Reply
from inbox.services import labelling, saving
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.inbox import desk
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval of answers."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    return desk.channel(place)


@pytest.fixture
def row(place: Place, channel: Channel) -> Conversation:
    """A customer who asks something."""
    with inside(place):
        return desk.conversation(place, channel, "Salam", "Halal sertifikatınız varmı?")


def test_what_strangers_write_is_text_and_only_web_links_can_be_followed(
    place: Place, channel: Channel
) -> None:
    nasty = '<script>alert(1)</script> <b>x</b> javascript:alert(1) https://ok.example/a?b="><img src=x>'
    with inside(place):
        row = desk.conversation(place, channel, nasty, name='<i>Eve</i>" onload=x')
        desk.message(row, "Look", url="javascript:alert(2)", pictures=["javascript:alert(3)"])

    page = desk.shown(place, desk.at_one(place, row))

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<i>Eve" not in page
    assert 'href="javascript:' not in page
    link = re.search(r'<a href="https://ok\.example/[^>]*>', page)
    assert link
    assert 'rel="noopener noreferrer nofollow ugc"' in link[0]


def test_everything_stands_in_its_order_and_notes_are_marked(
    place: Place, channel: Channel, row: Conversation
) -> None:
    with inside(place):
        desk.message(row, "Old words", deleted_at=row.last_message_at)
        Note.objects.create(
            organization=place.organization,
            brand=place.brand,
            conversation=row,
            author=place.approver,
            text="No gelatine",
        )

    page = desk.shown(place, desk.at_one(place, row)).partition('id="thread"')[2]

    assert page.index("Salam") < page.index("Halal sertifikatınız") < page.index("Old words")
    assert "Deleted at the network" in page
    assert re.search(r'msg-note".*?No gelatine', page, re.DOTALL)


def test_the_page_costs_the_same_however_long_the_conversation(place: Place, row: Conversation) -> None:
    client = pages.browser(place.editor)
    with inside(place):
        for number in range(40):
            desk.message(row, f"Text {number}")

    with CaptureQueriesContext(connection) as whole:
        client.get(desk.at_one(place, row))
    with CaptureQueriesContext(connection) as part:
        client.get(desk.at_one(place, row), headers=desk.HTMX)

    own = [[one for one in asked if "SAVEPOINT" not in one["sql"]] for asked in (whole, part)]
    assert (len(own[0]) <= 26, len(own[1]) <= 18) == (True, True)


def test_an_answer_goes_on_its_way_and_can_be_taken_back_with_its_text(
    place: Place, row: Conversation
) -> None:
    client = pages.browser(place.editor)

    answer = client.post(desk.at_one(place, row, "reply/"), desk.typed(row, "Bəli, halaldır"), follow=True)
    page = answer.content.decode()
    (reply,) = desk.replies(place)
    back = client.post(pages.at(place, f"replies/{reply.pk}/take-back/"))

    assert "Bəli, halaldır" in page
    assert "On its way" in page
    assert reply.state == State.WAITING
    assert re.search(r"<textarea[^>]*>\s*Bəli, halaldır</textarea>", back.content.decode())
    assert desk.replies(place)[0].state == State.CANCELLED


def test_somebody_who_answered_meanwhile_stops_the_second_answer(place: Place, row: Conversation) -> None:
    first, second = pages.browser(place.approver), pages.browser(place.editor)
    typed = desk.typed(row, "Mine")
    first.post(desk.at_one(place, row, "reply/"), desk.typed(row, "Hers"))

    stopped = second.post(desk.at_one(place, row, "reply/"), typed).content.decode()
    anyway = re.search(r'name="anyway" value="(\d+)"', stopped)

    assert "answered meanwhile" in stopped
    assert "Hers" in stopped
    assert re.search(r"<textarea[^>]*>\s*Mine</textarea>", stopped)
    assert len(desk.replies(place)) == 1
    assert anyway
    second.post(desk.at_one(place, row, "reply/"), {**typed, "anyway": anyway[1]})
    assert len(desk.replies(place)) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something first."),
        ("x" * 600, "600"),
        ("Salam {first_name}", "Fill in what stands in braces"),
    ],
)
def test_what_cannot_go_out_comes_back_as_it_was_typed(
    place: Place, row: Conversation, text: str, words: str
) -> None:
    answer = pages.browser(place.editor).post(desk.at_one(place, row, "reply/"), desk.typed(row, text))

    page = answer.content.decode()
    assert words in page
    assert text in page
    assert desk.replies(place) == []


def test_where_answers_need_a_yes_they_wait_and_an_approver_may_change_them(
    place: Place, row: Conversation
) -> None:
    with inside(place):
        BrandPolicy.objects.update(reply_approval="others")

    shown = desk.shown(place, desk.at_one(place, row))
    pages.browser(place.editor).post(desk.at_one(place, row, "reply/"), desk.typed(row, "Bəli"))
    (reply,) = desk.replies(place)
    seen = desk.shown(place, desk.at_one(place, row), "approver")
    edited = desk.shown(place, desk.at_one(place, row, f"?edit={reply.pk}"), "approver")
    client = pages.browser(place.approver)
    client.post(pages.at(place, f"replies/{reply.pk}/edit/"), desk.typed(row, "Bəli, əlbəttə"))

    assert "Send for approval" in shown
    assert (reply.state, reply.held_reason) == (State.HELD, Reply.Held.APPROVAL)
    assert "Waiting for approval" in seen
    assert re.search(r"<textarea[^>]*>\s*Bəli</textarea>", edited)
    assert desk.replies(place)[0].state == State.WAITING


def test_saved_replies_come_filled_and_what_is_missing_is_named(place: Place, channel: Channel) -> None:
    with inside(place):
        row = desk.conversation(place, channel, name="")
        saved = saving.create(
            place.brand,
            title="Hello",
            text="Hi {first_name}, {brand} here",
            author=place.editor,
            by=posts.actor(place),
        )

    page = desk.shown(place, desk.at_one(place, row, f"?use={saved.pk}"))
    check = pages.browser(place.editor).post(
        desk.at_one(place, row, "check/"), {"text": "Hi {first_name}, One here"}
    )

    assert re.search(r"<textarea[^>]*>\s*Hi \{first_name\}, One here</textarea>", page)
    assert "Still to fill in: the customer’s first name" in page
    assert "data-blocked" in check.content.decode()


def test_a_note_is_for_the_team_and_an_empty_one_is_refused(place: Place, row: Conversation) -> None:
    client = pages.browser(place.contributor)
    told = str(place.approver.pk)

    empty = client.post(desk.at_one(place, row, "note/"), {"text": " "}).content.decode()
    client.post(desk.at_one(place, row, "note/"), {"text": "Ask Selin", "mention": told})

    assert "Write something first." in empty
    with inside(place):
        assert Note.objects.get().mentions == [place.approver.pk]
    assert desk.replies(place) == []


def test_acts_are_plain_forms_and_say_what_they_did(place: Place, row: Conversation) -> None:
    client = pages.browser(place.editor)
    with inside(place):
        label = labelling.create(place.brand, "Order", by=posts.actor(place))
    to = re.search(r'name="to" value="(m:\d+)"', desk.shown(place, desk.at_one(place, row)))
    assert to

    said = [
        client.post(desk.at_one(place, row, path), data, follow=True).content.decode()
        for path, data in [
            ("take/", {}),
            ("assign/", {"to": to[1]}),
            ("label/", {"on": str(label.pk)}),
            ("snooze/", {"until": "tomorrow"}),
            ("reopen/", {}),
            ("snooze/", {"at": "2099-01-05T09:00"}),
            ("close/", {}),
        ]
    ]

    words = [
        "It is yours now.",
        "Given to",
        "is on it now",
        "It comes back",
        "open again",
        "09:00",
        "Closed.",
    ]
    assert [word in page for word, page in zip(words, said, strict=True)] == [True] * 7
    with inside(place):
        row.refresh_from_db()
        assert (row.state, row.assignee_id is None) == ("closed", False)


def test_a_script_gets_a_toast_with_an_undo_and_goes_on(place: Place, row: Conversation) -> None:
    client = pages.browser(place.editor)

    told = json.loads(client.post(desk.at_one(place, row, "close/"), headers=desk.HTMX)["HX-Trigger"])
    undone = client.post(told["toast"]["undo"]["url"], told["toast"]["undo"]["fields"], headers=desk.HTMX)

    assert (told["toast"]["text"], told["inbox:gone"]) == ("Closed.", True)
    assert "inbox:gone" not in json.loads(undone["HX-Trigger"])
    with inside(place):
        row.refresh_from_db()
        assert row.state == "open"


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("snooze/", {"at": "yesterday"}),
        ("snooze/", {"at": "2020-01-01T09:00"}),
        ("assign/", {"to": "m:999999"}),
        ("assign/", {"to": "x"}),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    place: Place, row: Conversation, path: str, data: dict[str, str]
) -> None:
    answer = pages.browser(place.editor).post(desk.at_one(place, row, path), data, headers=desk.HTMX)

    assert answer.status_code == 409
    assert json.loads(answer["HX-Trigger"])["toast"]["text"]


ACTS = ("assign/", "take/", "close/", "reopen/", "snooze/", "label/", "reply/", "check/", "note/", "here/")


@pytest.mark.parametrize("path", ACTS)
def test_strangers_and_those_without_the_right_do_nothing(place: Place, row: Conversation, path: str) -> None:
    stranger = new_place("two")
    data = {"text": "x", "revision": "1", "to": "", "until": "tomorrow"}

    outside = pages.browser(stranger.owner).post(desk.at_one(place, row, path), data).status_code
    elsewhere = pages.browser(stranger.owner).post(desk.at(stranger, f"{row.pk}/{path}"), data).status_code
    analyst = pages.browser(place.analyst).post(desk.at_one(place, row, path), data).status_code

    assert (outside, elsewhere) == (404, 404)
    assert analyst == {"note/": 302, "here/": 204}.get(path, 403)
    assert desk.replies(place) == []


def test_who_may_not_answer_reads_along(place: Place, row: Conversation) -> None:
    page = desk.shown(place, desk.at_one(place, row), "contributor")

    assert "Halal sertifikatınız varmı?" in page
    assert 'id="reply-form"' not in page
    assert 'id="note-form"' in page
