"""A sandbox network over real HTTP, and a channel connected to it through the product."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connections.models import Channel
from connections.services import connecting
from core import http
from networks import sandbox as adapter
from sandbox.app import Application
from sandbox.store import Store
from tests.calendar_app import posts
from tests.networks.wire_server import Fault, WireServer
from tests.world import Place

SEND = "/sandbox/api/posts"


class Net:
    """The network: what it shows, how often it was asked to, and a wire that can be told to fail."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.wire = WireServer(Application(store))

    def fail(self, *faults: Fault) -> None:
        """What happens to the next calls."""
        self.wire.faults.extend(faults)

    def texts(self, channel: Channel) -> list[str]:
        """What stands on the account's timeline, in any order."""
        account = self.store.account_by_handle(channel.handle)
        assert account is not None
        return [post.text for post in self.store.posts(account.id)]

    def sent(self) -> list[str]:
        """The texts that were sent to the network, in order, arrived or not."""
        calls = [body for method, path, _headers, body in self.wire.seen if (method, path) == ("POST", SEND)]
        return [json.loads(body)["text"] for body in calls]


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    """The sandbox server over real HTTP."""
    made = Net(Store(tmp_path / "sandbox.sqlite3"))
    http.configure([made.wire.origin])
    adapter.configure(made.wire.origin)
    yield made
    adapter.configure("")
    http.configure([])
    made.wire.close()


@pytest.fixture
def connected(net: Net) -> Callable[..., Channel]:
    """Connects a handle to a place's brand."""

    def connect(place: Place, handle: str = "kehreba") -> Channel:
        return connecting.connect(place.brand, "sandbox", {"handle": handle}, by=posts.actor(place))

    return connect
