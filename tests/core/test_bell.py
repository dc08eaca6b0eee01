"""The doorbell never fails a request and never makes it wait."""

from __future__ import annotations

import base64
import json
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from celery import current_app
from django.db import transaction
from redis import Redis

from core import bell
from tests.core import silent

PATIENCE_SECONDS = 3
Server = Callable[[], AbstractContextManager[str]]


def hear(address: str) -> list[object]:
    """The arguments of all messages that wait in the queue of these tests."""
    with Redis.from_url(address) as line:
        waiting = line.lrange("of_a_test", 0, -1)
        line.delete("of_a_test")
    return [json.loads(base64.b64decode(json.loads(message)["body"]))[0] for message in waiting]


@pytest.mark.parametrize("server", [silent.nobody, silent.frozen])
def test_a_bell_that_nobody_hears_costs_next_to_nothing(
    server: Server, broker: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    with server() as address, caplog.at_level(logging.WARNING, "core.bell"):
        broker(address)
        begun = time.monotonic()

        bell.call("core.drain", "publish", queue="of_a_test")

        assert time.monotonic() - begun < PATIENCE_SECONDS
    assert [record.message for record in caplog.records] == ["bell_not_heard"]


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_and_not_after_a_roll_back() -> None:
    address = current_app.conf.broker_url
    hear(address)

    with transaction.atomic():
        bell.ring("core.drain", "kept", queue="of_a_test")
        assert hear(address) == []
    with transaction.atomic():
        bell.ring("core.drain", "lost", queue="of_a_test")
        transaction.set_rollback(True)

    assert hear(address) == [["kept"]]


@pytest.mark.django_db(transaction=True)
def test_a_crowd_is_two_rings_a_second_the_later_one_after_all_of_it() -> None:
    address = current_app.conf.broker_url
    hear(address)

    for _ in range(20):
        with transaction.atomic():
            bell.ring_seldom("core.drain", "crowd", queue="of_a_test")

    assert hear(address) == [["crowd"]]
    time.sleep(bell.SELDOM_SECONDS + 0.3)
    assert hear(address) == [["crowd"]]


def test_no_ring_is_left_out_that_none_follows() -> None:
    rings = bell._Rings()
    moments = [0.0, 0.1, 0.5, 0.9, 1.5, 3.5, 4.0]

    delays = [rings.delay("one", now) for now in moments]
    heard = [now + delay for now, delay in zip(moments, delays, strict=True) if delay is not None]

    assert delays[0] == 0.0
    assert delays[5] == 0.0
    assert all(any(at >= now for at in heard) for now in moments)
    assert len(heard) < len(moments)
    assert rings.delay("another", 0.2) == 0.0
