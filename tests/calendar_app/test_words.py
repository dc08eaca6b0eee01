"""What people read of failures: words for every one of them, and nothing that a network said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activity.models import Mail, Notice
from calendar_app.models import Attempt, Delivery, Post
from calendar_app.words import REASONS, reason, sentence
from connections import sentences
from connections.models import Channel
from core.ledger import Event
from core.outbox import serving
from core.outbox.states import State
from tests import world
from tests.architecture import codes
from tests.calendar_app import pages, posts
from tests.calendar_app.conftest import SEND, Net
from tests.networks.wire_server import Fault
from tests.world import Place

Connect = Callable[..., Channel]

CANARY = "CNRY-RAW"
SAID = json.dumps({"error": f"{CANARY}-error", "message": f"{CANARY}-message", "reason": f"{CANARY}-why"})
PAGE = f"<html><title>{CANARY}-title</title><h1>{CANARY}-heading</h1></html>"
HEADERS = {"Retry-After": f"{CANARY}-later", "WWW-Authenticate": f"{CANARY}-who", "X-Error": f"{CANARY}-x"}
STATUSES = (
    301,
    400,
    401,
    402,
    403,
    404,
    405,
    408,
    409,
    410,
    413,
    415,
    418,
    422,
    429,
    451,
    500,
    502,
    503,
    504,
)
NAMES = ("expired_token", "invalid_grant", "invalid_handle")
REJECTED = json.dumps({"id": "1", "url": "http://x/1", "status": "rejected", "reason": f"{CANARY}-reason"})


def faults() -> list[list[Fault]]:
    """Every way in which the network can fail, with words of its own everywhere."""
    refusals = [[_answer(status, body)] for status in STATUSES for body in (SAID, PAGE)]
    named = [[_answer(400, json.dumps({"error": name, "message": CANARY}))] for name in NAMES]
    odd = [[_answer(200, body)] for body in (REJECTED, SAID, PAGE, f'"{CANARY}"', "")]
    looks = [[_answer(500, SAID), Fault("posts?", status=403, headers=HEADERS, body=SAID.encode())]]
    tokens = [
        [
            _answer(401, json.dumps({"error": "expired_token", "message": CANARY})),
            Fault("/token", status=status, headers=HEADERS, body=SAID.encode()),
        ]
        for status in (400, 401, 500)
    ]
    return [*refusals, *named, *odd, *looks, *tokens, [Fault(SEND, accepted=True)], [Fault(SEND)]]


def _answer(status: int, body: str) -> Fault:
    return Fault(SEND, status=status, headers=HEADERS, body=body.encode())


def seen_by(person: User, place: Place, *, every: int = 1) -> dict[str, str]:
    """The pages on which a failure may stand, as one person sees them; of posts and channels every so many."""
    browser: Client = pages.browser(person)
    addresses = [pages.at(place), pages.at(place, "calendar/"), pages.at(place, "calendar/list/")]
    addresses += [pages.at(place, "channels/"), reverse("activity:notices"), reverse("status")]
    addresses += [pages.at_post(place, post) for post in Post.objects.all()[::every]]
    addresses += [pages.at(place, f"channels/{channel.pk}/") for channel in Channel.objects.all()[::every]]
    return {address: browser.get(address, follow=True).content.decode() for address in addresses}


@pytest.mark.django_db(transaction=True)
def test_nothing_that_a_network_said_is_read_by_people(net: Net, connected: Connect, settings: Any) -> None:
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"
    place = world.place("one")
    with posts.inside(place):
        for number, wanted in enumerate(faults()):
            post = posts.scheduled(place, connected(place, f"account{number}"), text=f"post {number}")
            posts.make_due(post)
            net.fail(*wanted)
            serving.drain(["channel"], seconds=30)
            net.wire.faults.clear()
        written = [
            *(json.dumps(event.facts) for event in Event.objects.all()),
            *(json.dumps([notice.facts, notice.dedupe]) for notice in Notice.objects.all()),
            *(f"{mail.subject} {mail.text} {mail.html}" for mail in Mail.objects.all()),
            *Delivery.objects.values_list("problem", flat=True),
            *Channel.objects.values_list("problem", flat=True),
        ]
        shown = {**seen_by(place.owner, place), **seen_by(place.editor, place, every=9)}
        mails = Mail.objects.count()
        states = set(Delivery.objects.values_list("state", flat=True))
        details = list(Attempt.objects.values_list("detail", flat=True))

    assert {State.REFUSED, State.HELD, State.WAITING, State.LIVE} <= states
    assert len([detail for detail in details if CANARY in detail]) > len(STATUSES)
    assert mails > len(STATUSES)
    assert [text for text in written if CANARY in text] == []
    assert [address for address, page in shown.items() if CANARY in page] == []


def test_every_code_that_the_engine_decides_by_has_words() -> None:
    engine = codes.decided(
        "calendar_app/publishing",
        functions=frozenset({"refused", "ask", "look_later", "expired", "held"}),
        keywords=frozenset({"code", "problem"}),
    )
    services = codes.decided("calendar_app/services", functions=frozenset(), keywords=frozenset({"problem"}))
    named = {code.name for code in [*engine, *services]}

    assert {"gave_up", "not_cleared", "worker_lost", "disconnected"} <= named
    assert {name for name in named if name not in REASONS and not sentences.knows(name)} == set()


def test_the_engines_own_words_come_first_and_no_code_is_no_sentence() -> None:
    assert sentence("worker_lost", "sandbox") == REASONS["worker_lost"]
    assert sentence("unreachable", "sandbox") == sentences.of_post("unreachable", "sandbox")
    assert sentence("", "sandbox") == ""


def test_a_delivery_without_a_problem_says_what_its_state_means() -> None:
    channel = Channel(network="sandbox")

    assert "held" in str(reason(Delivery(state=State.HELD, channel=channel)))
    assert reason(Delivery(state=State.WAITING, channel=channel)) == ""
    assert "Sandbox" in str(reason(Delivery(state=State.HELD, problem="sign_in_again", channel=channel)))
