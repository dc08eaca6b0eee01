"""The networks that this program knows, in the order in which people are offered them."""

from __future__ import annotations

from networks.base import Network
from networks.bluesky import Bluesky
from networks.sandbox import Sandbox

_NETWORKS: tuple[Network, ...] = (Bluesky(), Sandbox())
_BY_KEY = {network.key: network for network in _NETWORKS}


def all_networks() -> tuple[Network, ...]:
    """Every network once; ask with isinstance what it can do (see networks.base)."""
    return _NETWORKS


def get(key: str) -> Network:
    """The network with this key. Raises KeyError."""
    return _BY_KEY[key]
