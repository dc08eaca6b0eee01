"""Conversations over the API: read, answered once, handled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.grants import Can
from accounts.models import BrandPolicy
from connections.models import Channel
from core import clock
from core.outbox.states import State
from inbox.models import Reply
from inbox.services import ingest
from networks.base import Identity
from networks.conversing import Heard, Said, Spot
from tests import world
from tests.api.programs import READER, Program, program
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db
ANSWERER = (Can.VIEW, Can.REPLY)
LEYLA = Identity("leyla", "leyla", "Leyla", "https://example.com/leyla")


@pytest.fixture
def place() -> Place:
    return world.place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    with posts.inside(place):
        return posts.channel(place, handle="cafe")


def comment(place: Place, channel: Channel, text: str, number: int = 1) -> None:
    """Leyla says something under a post."""
    said = Heard(
        spot=Spot(f"comment-{number}"),
        kind=Said.COMMENT,
        author=LEYLA,
        text=text,
        said_at=clock.now() - timedelta(minutes=10 - number),
        url=f"https://example.com/comment-{number}",
        thread=Spot("post-1"),
    )
    with posts.inside(place):
        ingest.take_in(channel, [said])


@pytest.fixture
def asked(place: Place, channel: Channel) -> dict[str, Any]:
    """A conversation as the API tells it."""
    comment(place, channel, "When do you open?")
    found: dict[str, Any] = program(place).ask("GET", "conversations/").json()["items"][0]
    return found


@pytest.fixture
def answerer(place: Place) -> Program:
    return program(place, ANSWERER, maker=place.editor)


def send(asking: Program, asked: dict[str, Any], text: str = "At eight", **headers: str) -> Any:
    """An answer on top of what was seen."""
    seen = {"If-Match": f'"{asked["revision"]}"', **headers}
    return asking.ask("POST", f"conversations/{asked['id']}/replies/", {"text": text}, headers=seen)


def test_a_conversation_is_read(answerer: Program, asked: dict[str, Any]) -> None:
    read = answerer.ask("GET", f"conversations/{asked['id']}/")

    assert (asked["customer"]["handle"], asked["state"], asked["messages"]) == ("leyla", "open", 1)
    assert [one["text"] for one in read.json()["said"]] == ["When do you open?"]
    assert read["ETag"] == f'"{asked["revision"]}"'


def test_an_answer_waits_to_be_sent_and_is_taken_back(answerer: Program, asked: dict[str, Any]) -> None:
    sent = send(answerer, asked)
    address = f"replies/{sent.json()['id']}/"

    assert (sent.status_code, sent.json()["state"], sent.json()["url"]) == (201, State.WAITING, "")
    assert answerer.ask("DELETE", address).status_code == 204
    assert answerer.ask("GET", address).json()["state"] == State.CANCELLED


def test_the_same_answer_twice_is_one(place: Place, answerer: Program, asked: dict[str, Any]) -> None:
    first = send(answerer, asked, **{"Idempotency-Key": "answer-1"})
    second = send(answerer, asked, **{"Idempotency-Key": "answer-1"})

    assert first.json() == second.json()
    with posts.inside(place):
        assert Reply.objects.count() == 1


def test_who_did_not_see_the_last_answer_is_told(answerer: Program, asked: dict[str, Any]) -> None:
    send(answerer, asked)

    second = send(answerer, asked, "At nine")

    assert (second.status_code, second.json()["code"]) == (409, "answered_meanwhile")
    again = send(answerer, {**asked, "revision": second.json()["revision"]}, "At nine")
    assert again.status_code == 201


def test_a_brand_that_wants_replies_approved_holds_them(
    place: Place, answerer: Program, asked: dict[str, Any]
) -> None:
    with posts.inside(place):
        BrandPolicy.objects.update(reply_approval="all")

    sent = send(answerer, asked)

    assert (sent.status_code, sent.json()["state"], sent.json()["held_reason"]) == (201, "held", "approval")


def test_a_reader_may_not_answer(place: Place, asked: dict[str, Any]) -> None:
    reader = program(place, READER)

    assert send(reader, asked).status_code == 403
    assert reader.ask("PATCH", f"conversations/{asked['id']}/", {"state": "closed"}).status_code == 403


def test_a_conversation_is_handled(answerer: Program, asked: dict[str, Any]) -> None:
    address = f"conversations/{asked['id']}/"

    taken = answerer.ask("PATCH", address, {"assignee": True}).json()
    closed = answerer.ask("PATCH", address, {"state": "closed"}).json()
    until = (clock.now() + timedelta(days=1)).isoformat()
    answerer.ask("PATCH", address, {"state": "open"})
    asleep = answerer.ask("PATCH", address, {"state": "snoozed", "until": until}).json()

    assert taken["assignee"] is not None
    assert (closed["state"], asleep["state"]) == ("closed", "snoozed")


@pytest.mark.parametrize("body", [{}, {"state": "asleep"}, {"state": "snoozed"}, {"assignee": "me too"}])
def test_what_cannot_be_done_is_named(answerer: Program, asked: dict[str, Any], body: Any) -> None:
    answer = answerer.ask("PATCH", f"conversations/{asked['id']}/", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")


def test_a_note_stays_inside(place: Place, answerer: Program, asked: dict[str, Any]) -> None:
    answer = answerer.ask("POST", f"conversations/{asked['id']}/notes/", {"text": "She is a regular"})

    assert answer.status_code == 201
    with posts.inside(place):
        assert not Reply.objects.exists()


def test_words_find_conversations(
    place: Place, channel: Channel, answerer: Program, asked: dict[str, Any]
) -> None:
    assert len(answerer.ask("GET", "conversations/?words=open").json()["items"]) == 1
    assert answerer.ask("GET", "conversations/?words=giraffe").json()["items"] == []


def test_another_brands_conversation_is_not_found(asked: dict[str, Any]) -> None:
    stranger = program(world.place("other"), ANSWERER)

    assert stranger.ask("GET", f"conversations/{asked['id']}/").status_code == 404
    assert send(stranger, asked).status_code == 404
