"""The fake network, a process of its own behind real sockets, as benchmarks ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings

from tests.faults.fake_network.client import FakeNetwork


@contextmanager
def started() -> Iterator[FakeNetwork]:
    """Run it at SANDBOX_ORIGIN, the only origin that the product may reach, until the block ends."""
    with FakeNetwork(urlsplit(settings.SANDBOX_ORIGIN).port or 0) as network:
        yield network


def begin(network: FakeNetwork, latency: float) -> None:
    """Forget posts and calls; from now on a post is answered after so many seconds."""
    network.reset(accounts=False)
    network.latency(latency)


Key = tuple[str, str]
"""The account's handle and the post's key, which is unique within the account."""


def arrivals(network: FakeNetwork) -> dict[Key, list[float]]:
    """When each post was asked for, in epoch seconds: more than one moment is more than one call."""
    found: dict[Key, list[float]] = {}
    for call in network.calls():
        if call["on"] == "posts":
            found.setdefault((call["handle"], call["key"]), []).append(call["at"])
    return found


def live(network: FakeNetwork) -> list[Key]:
    """Everything that is live there; what stands there twice was published twice."""
    return [(post["handle"], post["key"]) for post in network.posts()]
