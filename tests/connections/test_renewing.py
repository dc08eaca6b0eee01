"""Two workers, one renewal: on a real database with real threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from connections.models import Channel, Credential
from connections.models.channel import Health
from core.tenancy import scope
from networks.base import Draft
from networks.errors import Reconnect
from tests.connections.conftest import Practice, again
from tests.networks.wire_server import Fault

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4


def at_once(channel: Channel, work: str = "k") -> list[object]:
    """WORKERS publish at the same moment, each as a worker does; their results or errors."""
    ready = threading.Barrier(WORKERS)

    def one(number: int) -> object:
        with scope.enter(channel.organization_id):
            try:
                client = again(channel)
                ready.wait(10)
                return client.publish(
                    client.prepare(Draft(f"text {number}")), f"{work}{number}", lambda: None
                )
            except Reconnect as error:
                return error
            finally:
                connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def test_many_workers_renew_once(channel: Channel, practice: Practice) -> None:
    practice.store.expire(practice.account_id())

    results = at_once(channel)

    assert not [result for result in results if isinstance(result, Exception)]
    assert practice.calls("/token") == 1
    assert len(practice.store.posts(practice.account_id())) == WORKERS
    with scope.enter(channel.organization_id):
        assert Credential.objects.get(pk=channel.pk).renewing_until is None


def test_many_workers_hear_of_a_dead_grant_from_one_call(channel: Channel, practice: Practice) -> None:
    practice.store.expire(practice.account_id())
    dead = Fault("/token", status=400, body=b'{"error":"invalid_grant"}')
    practice.wire.faults.extend([dead] * WORKERS)

    results = at_once(channel)

    assert all(isinstance(result, Reconnect) for result in results)
    assert practice.calls("/token") == 1
    with scope.enter(channel.organization_id):
        assert Channel.objects.get(pk=channel.pk).state == Health.RECONNECT
