"""Which networks can be connected here, and the adapter behind a channel."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from django.conf import settings

from networks import registry
from networks.base import Connects, Network, Publishes
from networks.errors import Refused

PRACTICE = "sandbox"
"""The network of our own; offered only where its server runs (SANDBOX_ORIGIN)."""


@runtime_checkable
class Adapter(Connects, Publishes, Protocol):
    """A network that lets people in and takes posts."""


def offered() -> list[Connects]:
    """The networks that a person may connect now, in the order in which they are shown."""
    networks = registry.all_networks()
    return [network for network in networks if isinstance(network, Connects) and _is_here(network.key)]


def offer(key: str) -> Connects | None:
    """The offered network with this key; None when there is none."""
    return next((network for network in offered() if network.key == key), None)


def adapter(key: str) -> Adapter:
    """What speaks to the network of a channel. Raises Refused("network_gone") when this program lost it."""
    try:
        found: Network = registry.get(key)
    except KeyError:
        raise Refused("network_gone", key) from None
    if not isinstance(found, Adapter):
        raise Refused("network_gone", f"{key} takes no posts")
    return found


def name_of(key: str) -> str:
    """The network's own name; the key when nobody knows it any more."""
    names = {network.key: network.name for network in registry.all_networks()}
    return names.get(key, key)


def _is_here(key: str) -> bool:
    return key != PRACTICE or bool(settings.SANDBOX_ORIGIN)
