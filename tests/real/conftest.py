"""A Bluesky server for the session, and a fresh account on it for each test."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.real.bluesky_network import BlueskyNetwork
from tests.real.bluesky_server import BlueskyServer
from tests.real.product import Product


@dataclass(frozen=True, slots=True)
class BlueskyAccount:
    """An account nobody has written to yet, with what a person would type to connect it."""

    did: str
    handle: str
    password: str
    app_password: str


@pytest.fixture(scope="session")
def bluesky_server() -> Iterator[BlueskyServer]:
    """The running server; packages are installed first when they are not there."""
    with BlueskyServer() as server:
        yield server


@pytest.fixture(scope="session")
def bluesky_network() -> Iterator[BlueskyNetwork]:
    """The whole network, with the service that tells notifications."""
    if "DATABASE_ADMIN_URL" not in os.environ:
        pytest.skip("run by `make test-real`, which starts the services")
    with BlueskyNetwork() as network:
        yield network


@pytest.fixture(scope="session")
def product(
    bluesky_server: BlueskyServer, bluesky_network: BlueskyNetwork, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """The running product, allowed to speak to both, with the worker that listens."""
    folder = tmp_path_factory.mktemp("product")
    both = (bluesky_server, bluesky_network)
    made = Product(folder, [origin for one in both for origin in (one.origin, one.plc_origin)])
    try:
        made.start()
        made.start_listener()
        yield made
    finally:
        made.stop()


@pytest.fixture
def bluesky(bluesky_server: BlueskyServer) -> Iterator[BlueskyServer]:
    """The running server with a proxy that has seen nothing and has no rules."""
    bluesky_server.proxy.reset()
    yield bluesky_server
    bluesky_server.proxy.reset()


@pytest.fixture
def bluesky_account(bluesky: BlueskyServer) -> BlueskyAccount:
    """A fresh account with an app password."""
    handle = f"a{secrets.token_hex(6)}.test"
    account = bluesky.create_account(handle)
    app_password = bluesky.create_app_password(account.did)
    return BlueskyAccount(account.did, handle, account.password, app_password)
