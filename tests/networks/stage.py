"""A network with its server, as the contract of networks needs it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol

from networks.base import Account, Connected, Connects, Draft, Published, Publishes
from tests.networks.wire_server import WireServer


class Stopped(Exception):
    """What a `go` raises that no longer agrees."""


class Both(Connects, Publishes, Protocol):
    """A network that connects by typing and publishes."""


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


def no_objection() -> None:
    """A `go` that lets everything through."""


def account_of(connected: Connected) -> Account:
    """The account that was connected."""
    return Account(connected.origin, connected.identity.remote_id, connected.grant)
