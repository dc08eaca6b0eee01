"""A place with its cast, and the practice network's own server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts import access
from connections.client import Client, client_for
from connections.models import Channel
from connections.services import connecting
from core import http
from core.ledger import By
from core.tenancy import scope
from networks import sandbox
from sandbox.app import Application
from sandbox.store import Store
from tests import world
from tests.networks.wire_server import WireServer
from tests.world import Place


class Practice:
    """The sandbox server: what it keeps, what went over its wire."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "sandbox.sqlite3")
        self.wire = WireServer(Application(self.store))

    def account_id(self, handle: str = "kahve-evi") -> str:
        """The id of an account that has been connected."""
        account = self.store.account_by_handle(handle)
        assert account is not None
        return account.id

    def calls(self, path: str) -> int:
        """How many calls went to paths that end with `path`."""
        return sum(seen[1].partition("?")[0].endswith(path) for seen in self.wire.seen)


@pytest.fixture
def practice(tmp_path: Path, settings: Any) -> Iterator[Practice]:
    """The sandbox server, offered by this installation."""
    made = Practice(tmp_path)
    settings.SANDBOX_ORIGIN = made.wire.origin
    http.configure([made.wire.origin])
    sandbox.configure(made.wire.origin)
    yield made
    made.wire.close()
    http.configure([])
    sandbox.configure("")


@pytest.fixture
def place(db: None) -> Place:
    """Organization and brand `one` with a member in each role."""
    return world.place("one")


@pytest.fixture
def owner(place: Place) -> By:
    """The owner as the ledger writes her."""
    return access.by(place.owner)


@pytest.fixture
def channel(place: Place, practice: Practice, owner: By) -> Channel:
    """A connected sandbox account."""
    with scope.enter(place.organization.pk):
        return connecting.connect(place.brand, "sandbox", {"handle": "Kahve Evi"}, owner)


@pytest.fixture
def inside(place: Place) -> Iterator[None]:
    """The organization's scope is open."""
    with scope.enter(place.organization.pk):
        yield


def again(channel: Channel) -> Client:
    """A client as a worker makes it: everything read anew."""
    row = Channel.objects.select_related("credential", "brand").get(pk=channel.pk)
    return client_for(row)
