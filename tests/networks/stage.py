"""A network with its server, as the contract of networks needs it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from typing import Protocol

from networks.base import Account, Connected, Connects, Draft, Published, Publishes
from networks.conversing import Converses, Heard, Spot
from networks.measuring import Measures
from tests.networks.wire_server import WireServer


class Stopped(Exception):
    """What a `go` raises that no longer agrees."""


class Both(Connects, Publishes, Protocol):
    """A network that connects by typing and publishes."""


class Talks(Connects, Publishes, Converses, Measures, Protocol):
    """A network that connects by typing, publishes, lets people be answered, and counts."""


class Stage(ABC):
    """A network with its server."""

    network: Both
    wire: WireServer
    publish_path: str
    who_path: str
    find_path: str
    refresh_path: str
    connect_path: str

    @abstractmethod
    def typed(self) -> dict[str, str]:
        """What a person types to connect."""

    @abstractmethod
    def posts(self) -> list[str]:
        """Texts of all posts on the server."""

    @abstractmethod
    def expire(self) -> None:
        """Let the access tokens run out."""

    @abstractmethod
    def revoke(self) -> None:
        """Take all access away."""

    def publish(self, account: Account, draft: Draft, key: str) -> Published:
        """Prepare and publish, as the engine does."""
        return self.network.publish(account, self.network.prepare(account, draft), key, no_objection)

    def connect(self) -> Account:
        """An account, as the connections room keeps it."""
        connected = self.network.connect(self.typed())
        return account_of(connected)


class TalkStage(Stage):
    """A network with its server, on which one other person says things to the account."""

    network: Talks
    stream: str
    """The stream in which comments are told."""
    listen_path: str
    there_path: str
    like_path: str
    hide_path: str
    figures_path: str
    profile_path: str

    @abstractmethod
    def somebody_says(self, text: str, to: Spot | None = None, root: Spot | None = None) -> Spot:
        """Another person answers `to` in the thread of `root`, or says something that names the account."""

    @abstractmethod
    def somebody_deletes(self, message: Spot) -> None:
        """Its author deletes it."""

    @abstractmethod
    def answers(self) -> list[tuple[str, str, str]]:
        """The account's answers on the server: text, parent's id, root's id."""

    @abstractmethod
    def is_liked(self, message: Spot) -> bool:
        """Whether the account likes it."""

    @abstractmethod
    def is_hidden(self, message: Spot) -> bool:
        """Whether it is hidden in its thread."""

    def own_post(self, account: Account, text: str = "Salam") -> Spot:
        """A post of the account's own, as the product remembers it: without a stamp."""
        key = self.network.new_key(1_800_000_000_000_000, 99)
        draft = Draft(text, created_at=datetime(2027, 1, 15, 8, 0, tzinfo=UTC))
        return Spot(self.publish(account, draft, key).remote_id)

    def answer(self, account: Account, draft: Draft, to: Heard, key: str) -> Published:
        """Prepare and send an answer, as the engine does."""
        prepared = self.network.prepare_reply(account, draft, to.spot, to.thread)
        return self.network.publish(account, prepared, key, no_objection)

    def heard(self, account: Account, stream: str = "", size: int = 50) -> list[Heard]:
        """Everything that a stream tells, asked page by page from the beginning."""
        found: list[Heard] = []
        cursor, is_last = "", False
        while not is_last:
            page = self.network.listen(account, stream or self.stream, cursor, size)
            found += page.messages
            cursor, is_last = page.cursor, page.is_last
        return found


def no_objection() -> None:
    """A `go` that lets everything through."""


def account_of(connected: Connected) -> Account:
    """The account that was connected."""
    return Account(connected.origin, connected.identity.remote_id, connected.grant)
