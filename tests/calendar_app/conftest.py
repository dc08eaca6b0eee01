"""A sandbox network over real HTTP, and a channel connected to it through the product."""

from __future__ import annotations

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
from tests.networks.wire_server import WireServer
from tests.world import Place


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[WireServer]:
    """The sandbox server; its wire can be told to fail."""
    server = WireServer(Application(Store(tmp_path / "sandbox.sqlite3")))
    http.configure([server.origin])
    adapter.configure(server.origin)
    yield server
    adapter.configure("")
    http.configure([])
    server.close()


@pytest.fixture
def connected(wire: WireServer) -> Callable[..., Channel]:
    """Connects a handle to a place's brand."""

    def connect(place: Place, handle: str = "kehreba") -> Channel:
        return connecting.connect(place.brand, "sandbox", {"handle": handle}, by=posts.actor(place))

    return connect
