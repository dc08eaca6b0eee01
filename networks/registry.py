"""The networks that this program knows, in the order in which people are offered them."""

from __future__ import annotations

from networks.base import Network
from networks.bluesky import Bluesky
from networks.sandbox import Sandbox

_BY_KEY: dict[str, Network] = {}


def all_networks() -> tuple[Network, ...]:
    """Every network once; ask with isinstance what it can do (see networks.base)."""
    return tuple(_BY_KEY.values())


def get(key: str) -> Network:
    """The network with this key. Raises KeyError."""
    return _BY_KEY[key]


def register(network: Network) -> None:
    """Make one more network known, behind the others; at start-up only. Raises ValueError for a key that is taken."""
    if network.key in _BY_KEY:
        raise ValueError(f"there is a network {network.key!r} already")
    _BY_KEY[network.key] = network


register(Bluesky())
register(Sandbox())
