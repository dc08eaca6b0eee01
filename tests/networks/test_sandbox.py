"""The sandbox's adapter against the sandbox's own server, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import http
from networks import sandbox
from networks.base import Account, Connects, Publishes
from networks.conversing import Spot
from networks.errors import Refused
from networks.sandbox import Sandbox
from sandbox import figures, talk
from sandbox.app import Application
from sandbox.store import Store
from sandbox.switches import Kind, Switch, turn_on
from tests.networks.contract import DRAFT, PublishingContract
from tests.networks.stage import TalkStage
from tests.networks.talk_contract import ConversingContract, MeasuringContract
from tests.networks.wire_server import WireServer


class SandboxStage(TalkStage):
    """The real sandbox server with the account "Kahve Evi"."""

    publish_path, find_path = "/api/posts", "/api/posts?key="
    who_path, refresh_path, connect_path = "/api/me", "/api/token", "/api/connect"
    stream, listen_path, there_path = "comments", "/api/heard", "/there"
    like_path, hide_path = "/like", "/hide"
    figures_path, profile_path = "/api/figures?", "/api/figures/me"

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

    def somebody_says(self, text: str, to: Spot | None = None, root: Spot | None = None) -> Spot:
        bob = self.store.join("Bob")
        assert bob is not None
        wanted = {"text": text, "media": "[]", "language": ""}
        return Spot(talk.say(self.store, bob, "", wanted, to.remote_id if to else "")[0].id)

    def somebody_deletes(self, message: Spot) -> None:
        bob = self.store.join("Bob")
        assert bob is not None
        assert talk.delete(self.store, bob.id, message.remote_id)

    def answers(self) -> list[tuple[str, str, str]]:
        found = [one for post in self.store.posts(self._id()) for one in talk.under(self.store, post.id)]
        return [(one.text, one.parent or "", one.thread) for one in found if one.author.id == self._id()]

    def is_liked(self, message: Spot) -> bool:
        return figures.likes(self.store, self._id(), message.remote_id)

    def is_hidden(self, message: Spot) -> bool:
        [found] = [one for one in talk.hearings(self.store, message.remote_id) if one.hearer == self._id()]
        return found.is_hidden


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[SandboxStage]:
    made = SandboxStage(tmp_path)
    yield made
    made.wire.close()
    sandbox.configure("")


class TestSandbox(PublishingContract):
    """The contract, word by word."""


class TestTalk(ConversingContract):
    """The contract of conversations."""


class TestFigures(MeasuringContract):
    """The contract of figures."""

    def hide_figures(self, stage: TalkStage, account: Account, post: Spot) -> None:
        assert isinstance(stage, SandboxStage)
        turn_on(stage.store, account.remote_id, Switch(Kind.FIGURES_MISSING, 0, False, None))


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
