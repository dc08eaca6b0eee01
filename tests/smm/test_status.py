"""What works now, for everybody, without anything of anybody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from connections.selectors.trouble import OUTCOMES, SINCE, label
from core import clock, tally
from core.outbox.lanes import Lane
from core.tally import Tally
from smm import figures, status
from smm.figures import Promise
from tests import world
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def anew() -> None:
    """What other tests read is forgotten."""
    status.forget()


def alive() -> None:
    """Somebody looks for due posts and mails."""
    tally.tick(["channel", "mail", "beat"])
    tally.flush()


def asked(client: Client, expected: int = 200) -> dict[str, Any]:
    """The page for programs; `parts` by key."""
    status.forget()
    answer = client.get("/status", headers={"Accept": "application/json"})
    assert (answer.status_code, answer["Content-Type"]) == (expected, "application/json")
    found: dict[str, Any] = json.loads(answer.content)
    found["parts"] = {part["key"]: part["state"] for part in found["parts"]}
    return found


def test_everybody_reads_that_everything_works(client: Client) -> None:
    alive()

    answer = client.get("/status")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Everything works" in page
    assert "Due posts go out at once." in page
    assert "Too few posts went there" in page
    assert "Not enough posts yet to say" in page
    assert "(UTC)" in page
    assert asked(client)["parts"] == {"web": "ok", "publishing": "ok", "mail": "ok", "bluesky": "quiet"}


@pytest.mark.parametrize(
    ("language", "words"), [("tr", "Şu anda"), ("az", "Hazırda"), ("en", "What works now")]
)
def test_it_is_read_in_every_language(client: Client, language: str, words: str) -> None:
    alive()

    assert words in client.get("/status", headers={"Accept-Language": language}).content.decode()


def test_nobody_who_looks_for_posts_is_said_so(client: Client) -> None:
    alive()
    Tally.objects.filter(name="tick.channel").update(value=clock.now().timestamp() - 61)

    found = asked(client)

    assert (found["status"], found["parts"]["publishing"], found["parts"]["mail"]) == ("down", "down", "ok")
    assert "Something does not work as it should" in client.get("/status").content.decode()


def test_posts_and_mails_that_wait_are_said(client: Client) -> None:
    alive()
    Lane.objects.create(kind="channel", key="a", next_at=clock.now() - timedelta(seconds=70))
    Lane.objects.create(kind="mail", key="default", next_at=clock.now() - timedelta(seconds=400))

    found = asked(client)

    assert (found["status"], found["parts"]["publishing"], found["parts"]["mail"]) == (
        "trouble",
        "trouble",
        "trouble",
    )


def test_a_network_is_shown_with_what_posts_met_there(client: Client) -> None:
    alive()
    for number in range(20):
        outcome = "busy" if number == 0 else "live"
        tally.count(OUTCOMES, label("bluesky", outcome, uuid4()))
    tally.flush()
    assert asked(client)["parts"]["bluesky"] == "ok"
    assert (
        "5 % of the attempts in the last ten minutes failed there" in client.get("/status").content.decode()
    )

    for kind, words in (("down", "repeated by themselves"), ("refusing", "refuses unusually many")):
        Tally.objects.filter(name=SINCE).delete()
        Tally.objects.create(name=SINCE, label=f"bluesky:{kind}", value=1.0)
        assert asked(client)["parts"]["bluesky"] == "trouble"
        assert words in client.get("/status").content.decode()


def test_the_promise_is_measured_over_thirty_days_and_never_rounded_up(client: Client) -> None:
    alive()
    today = datetime.now(UTC).date()
    for days, word, value in (
        (0, "in_time", 29_999),
        (0, "late", 1),
        (29, "in_time", 30_000),
        (31, "late", 9_000),
    ):
        Tally.objects.create(name=tally.STARTS, label=f"{today - timedelta(days=days)}:{word}", value=value)

    page = client.get("/status").content.decode()

    assert "In the last 30 days 99.99 % did." in page
    assert asked(client)["promise"]["share"] == pytest.approx(59_999 / 60_000)


def test_few_posts_are_no_measure() -> None:
    assert Promise(19, 19).share is None
    assert Promise(20, 19).share == 0.95


def test_it_costs_three_questions_and_none_for_ten_seconds(client: Client) -> None:
    alive()
    with CaptureQueriesContext(connection) as first:
        client.get("/status")
    with CaptureQueriesContext(connection) as second:
        client.get("/status")

    assert len(first) <= 3
    assert len(second) == 0


def test_nothing_of_any_organization_is_shown(client: Client) -> None:
    alive()
    place = world.place("one")
    with posts.inside(place):
        posts.scheduled(
            place, posts.channel(place, handle="CNRY-handle", network="bluesky"), text="CNRY-text"
        )
    client.force_login(place.owner)

    page = client.get("/status").content.decode()

    assert "CNRY" not in page
    assert "kehreba" not in page


def test_a_database_that_is_away_is_said_and_answered_with_503(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("away")

    monkeypatch.setattr(figures, "counts", away)

    assert asked(client, 503)["status"] == "down"
    assert "Our database does not answer" in client.get("/status").content.decode()


def test_it_is_only_looked_at(client: Client) -> None:
    assert client.post("/status").status_code == 405
