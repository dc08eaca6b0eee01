"""The doorbell never fails a request and never makes it wait."""

from __future__ import annotations

import base64
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from celery import current_app
from django.db import transaction
from kombu import pools
from redis import Redis

from core import bell
from tests.core import silent

Server = Callable[[], AbstractContextManager[str]]


@pytest.fixture
def broker() -> Iterator[Callable[[str], None]]:
    """Tells Celery another broker for the length of a test."""
    before = current_app.conf.broker_url

    def tell(address: str) -> None:
        current_app.conf.broker_url = address
        current_app.amqp.__dict__.pop("_producer_pool", None)
        current_app.pool.force_close_all()

    yield tell
    current_app.conf.broker_url = before
    pools.reset()


def hear(address: str) -> list[object]:
    """The arguments of all messages that wait in the queue of these tests."""
    with Redis.from_url(address) as line:
        waiting = line.lrange("of_a_test", 0, -1)
        line.delete("of_a_test")
    return [json.loads(base64.b64decode(json.loads(message)["body"]))[0] for message in waiting]


@pytest.mark.parametrize("server", [silent.nobody, silent.frozen])
def test_a_bell_that_nobody_hears_costs_less_than_a_second(
    server: Server, broker: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    with server() as address, caplog.at_level(logging.WARNING, "core.bell"):
        broker(address)
        begun = time.monotonic()

        bell.call("core.drain", "publish", queue="of_a_test")

        assert time.monotonic() - begun < 1
    assert [record.message for record in caplog.records] == ["bell_not_heard"]


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_and_not_after_a_roll_back() -> None:
    address = current_app.conf.broker_url
    hear(address)

    with transaction.atomic():
        bell.ring("core.drain", "kept", queue="of_a_test")
        assert hear(address) == []
    with pytest.raises(RuntimeError), transaction.atomic():
        bell.ring("core.drain", "lost", queue="of_a_test")
        raise RuntimeError

    assert hear(address) == [["kept"]]
