"""The figures for Prometheus."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from calendar_app.models import Delivery
from connections.models import Channel, Credential
from connections.models.channel import Health
from connections.selectors.trouble import OUTCOMES, label
from core import clock, tally
from core.outbox.lanes import Lane
from core.outbox.states import State
from smm import figures
from tests import world
from tests.calendar_app import posts
from tests.core import silent

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "a-long-token-for-prometheus"
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(autouse=True)
def with_token(settings: Any) -> None:
    """The operator gave a token."""
    settings.METRICS_TOKEN = TOKEN


def read(client: Client) -> Figures:
    """All samples of the page."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def one(found: Figures, name: str, **labels: str) -> float | None:
    """One sample."""
    return found.get((name, tuple(sorted(labels.items()))))


@pytest.mark.parametrize(
    ("header", "status"),
    [({}, 401), ({"Authorization": "Bearer wrong"}, 401), ({"Authorization": f"Basic {TOKEN}"}, 401)],
)
def test_without_the_right_token_nothing_is_shown(
    client: Client, header: dict[str, str], status: int
) -> None:
    answer = client.get("/metrics", headers=header)

    assert (answer.status_code, answer.content) == (status, b"")


@pytest.mark.parametrize(
    ("development", "address", "status"),
    [
        (False, "127.0.0.1", 404),
        (True, "192.0.2.7", 404),
        (True, "", 404),
        (True, "127.0.0.1", 200),
        (True, "::1", 200),
    ],
)
def test_where_no_token_was_given_only_this_machine_sees_it_in_development(
    client: Client, settings: Any, development: bool, address: str, status: int
) -> None:
    settings.METRICS_TOKEN, settings.DEVELOPMENT = "", development

    answer = client.get("/metrics", REMOTE_ADDR=address, headers={"Authorization": "Bearer "})

    assert answer.status_code == status


def test_an_installation_where_nothing_happened_shows_zeros_and_no_tick(client: Client) -> None:
    found = read(client)

    assert one(found, "due_not_started") == 0
    assert one(found, "outbox_oldest_seconds", kind="channel") == 0
    assert one(found, "publish_unknown_open", state="unsure") == 0
    assert one(found, "delivery_transient_oldest_seconds") == 0
    assert one(found, "dead_letter_total") == 0
    assert one(found, "rls_denied_total") == 0
    assert one(found, "publish_lateness_seconds_count") == 0
    assert one(found, "dispatcher_last_tick_age_seconds") is None
    assert one(found, "beat_last_tick_age_seconds") is None


def test_what_was_counted_is_shown(client: Client) -> None:
    accounts = [uuid4() for _ in range(5)]
    for number, account in enumerate(accounts):
        tally.count(OUTCOMES, label("sandbox", "live" if number else "refused", account))
    for seconds in (0.2, 0.3, 4.0, 59.0, 4000.0):
        tally.observe_lateness(seconds)
    tally.count("mail_outcomes", "sent", 3)
    tally.tick(["channel", "beat"])
    tally.flush()

    found = read(client)

    assert one(found, "publish_outcomes_total", network="sandbox", outcome="live") == 4
    assert one(found, "publish_outcomes_total", network="sandbox", outcome="refused") == 1
    assert [
        one(found, "publish_lateness_seconds_bucket", le=end) for end in ("0.5", "5", "60", "300", "+Inf")
    ] == [
        2,
        3,
        4,
        4,
        5,
    ]
    assert one(found, "publish_lateness_seconds_sum") == 4063.5
    assert one(found, "mail_outcomes_total", outcome="sent") == 3
    assert (one(found, "dispatcher_last_tick_age_seconds") or 0) < 10
    assert (one(found, "beat_last_tick_age_seconds") or 0) < 10


def test_states_of_all_organizations_are_counted_without_anything_of_theirs(client: Client) -> None:
    now = clock.now()
    old = now - timedelta(minutes=20)
    for name in ("one", "two"):
        place = world.place(name)
        with posts.inside(place):
            channel = posts.channel(place, handle=f"CNRY-{name}")
            for state, held in (
                (State.UNSURE, ""),
                (State.ASKING, ""),
                (State.HELD, "broken"),
                (State.HELD, "late"),
            ):
                row = posts.delivery(posts.draft(place, channel, text=f"CNRY {state}"))
                Delivery.objects.filter(pk=row.pk).update(
                    state=state, held_reason=held, fenced_at=old, due_at=now
                )
            Credential.objects.update(expires_at=now + timedelta(days=3 if name == "one" else 9))
            lost = posts.channel(place, handle="lost")
            Channel.objects.filter(pk=lost.pk).update(state=Health.RECONNECT)
            Credential.objects.filter(pk=lost.pk).update(expires_at=now - timedelta(days=9))

    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    found = read(client)

    assert b"CNRY" not in answer.content
    assert one(found, "publish_unknown_open", state="unsure") == 2
    assert one(found, "publish_unknown_open", state="asking") == 2
    assert 1200 <= (one(found, "publish_unknown_oldest_seconds") or 0) < 1260
    assert 1200 <= (one(found, "delivery_transient_oldest_seconds") or 0) < 1260
    assert one(found, "dead_letter_total") == 2
    assert one(found, "channel_state", network="sandbox", state="healthy") == 2
    assert one(found, "channel_state", network="sandbox", state="reconnect") == 2
    assert 2.9 < (one(found, "channel_token_days_left", network="sandbox") or 0) <= 3


def test_lanes_that_wait_are_shown_by_kind(client: Client) -> None:
    now = clock.now()
    for key, seconds in (("a", 90), ("b", 61), ("c", 30), ("d", -30)):
        Lane.objects.create(kind="channel", key=key, next_at=now - timedelta(seconds=seconds))
    Lane.objects.create(kind="mail", key="default", next_at=now - timedelta(seconds=500))

    found = read(client)

    assert one(found, "due_not_started") == 2
    assert 90 <= (one(found, "outbox_oldest_seconds", kind="channel") or 0) < 120
    assert 500 <= (one(found, "outbox_oldest_seconds", kind="mail") or 0) < 530


@pytest.fixture
def broker(settings: Any) -> Iterator[Any]:
    """Another broker for the length of a test."""
    before = settings.REDIS_URL
    yield lambda address: setattr(settings, "REDIS_URL", address)
    settings.REDIS_URL = before


def test_a_living_broker_tells_how_many_rings_wait(client: Client) -> None:
    found = read(client)

    assert one(found, "broker_up") == 1
    assert {one(found, "queue_depth", queue=name) is not None for name in figures.QUEUES} == {True}


@pytest.mark.parametrize("dead", [silent.nobody, silent.frozen])
def test_a_broker_that_says_nothing_costs_less_than_a_second(client: Client, broker: Any, dead: Any) -> None:
    with dead() as address:
        broker(address)
        began = time.monotonic()
        found = read(client)

    assert time.monotonic() - began < 1
    assert one(found, "broker_up") == 0
    assert one(found, "queue_depth", queue="publish") is None
    assert one(found, "due_not_started") == 0
