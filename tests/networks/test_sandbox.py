"""The sandbox's adapter against the sandbox's own server, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import http
from networks import sandbox
from networks.base import Connects, Publishes
from networks.errors import Refused
from networks.sandbox import Sandbox
from sandbox.app import Application
from sandbox.store import Store
from sandbox.switches import Kind, Switch, turn_on
from tests.networks.contract import DRAFT, PublishingContract
from tests.networks.stage import Stage
from tests.networks.wire_server import WireServer


class SandboxStage(Stage):
    """The real sandbox server with the account "Kahve Evi"."""

    publish_path, find_path = "/api/posts", "/api/posts?key="
    who_path, refresh_path, connect_path = "/api/me", "/api/token", "/api/connect"

    def __init__(self, folder: Path) -> None:
        self.network = Sandbox()
        self.store = Store(folder / "sandbox.sqlite3")
        self.wire = WireServer(Application(self.store))
        http.configure([self.wire.origin])
        sandbox.configure(self.wire.origin)

    def typed(self) -> dict[str, str]:
        return {"handle": "Kahve Evi"}

    def _id(self) -> str:
        account = self.store.account_by_handle("kahve-evi")
        assert account is not None
        return account.id

    def posts(self) -> list[str]:
        return [post.text for post in self.store.posts(self._id())]

    def expire(self) -> None:
        self.store.expire(self._id())

    def revoke(self) -> None:
        self.store.revoke(self._id())


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[SandboxStage]:
    made = SandboxStage(tmp_path)
    yield made
    made.wire.close()
    sandbox.configure("")


class TestSandbox(PublishingContract):
    """The contract, word by word."""


def test_it_is_what_it_says() -> None:
    assert isinstance(Sandbox(), Connects)
    assert isinstance(Sandbox(), Publishes)


def test_an_invented_handle_connects(stage: SandboxStage) -> None:
    connected = stage.network.connect({"handle": " Çay & Qəhvə "})

    assert connected.identity.handle == "cay-qehve"
    assert connected.identity.name == "Çay & Qəhvə"
    assert connected.identity.url == f"{stage.wire.origin}/sandbox/@cay-qehve"


def test_connecting_again_reaches_the_same_account(stage: SandboxStage) -> None:
    first = stage.network.connect(stage.typed())

    assert stage.network.connect(stage.typed()).identity == first.identity


@pytest.mark.parametrize("handle", ["", "  ", "!!!", "\ud800"])
def test_nothing_is_no_handle(stage: SandboxStage, handle: str) -> None:
    with pytest.raises(Refused) as caught:
        stage.network.connect({"handle": handle})

    assert caught.value.code == "handle_unusable"


def test_without_a_server_nothing_connects(stage: SandboxStage) -> None:
    sandbox.configure("")

    with pytest.raises(Refused) as caught:
        stage.connect()

    assert caught.value.code == "server_unusable"


def test_a_friendly_rejection_is_no_success(stage: SandboxStage) -> None:
    account = stage.connect()
    turn_on(stage.store, account.remote_id, Switch(Kind.REJECTED, 0, False, 1))

    with pytest.raises(Refused) as caught:
        stage.publish(account, DRAFT, "k1")

    assert caught.value.code == "rejected"
    assert stage.posts() == []
