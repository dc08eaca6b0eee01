"""What the network of a channel tells at all: what it never tells is not missing, it is not there."""

from __future__ import annotations

from connections import offered
from networks.errors import Refused
from networks.measuring import Measures


def told_of_posts(network: str) -> frozenset[str]:
    """Names of the figures that this network tells of posts; empty where it does not count."""
    found = _measuring(network)
    return found.told_of_posts if found else frozenset()


def told_of_accounts(network: str) -> frozenset[str]:
    """Names of the figures that it tells of accounts."""
    found = _measuring(network)
    return found.told_of_accounts if found else frozenset()


def _measuring(network: str) -> Measures | None:
    try:
        found = offered.adapter(network)
    except Refused:
        return None
    return found if isinstance(found, Measures) else None
