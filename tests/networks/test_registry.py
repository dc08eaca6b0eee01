"""The list of networks."""

from __future__ import annotations

import pytest

from networks import registry
from networks.base import Connects, Publishes


def test_every_network_is_found_by_its_key() -> None:
    for network in registry.all_networks():
        assert registry.get(network.key) is network


def test_every_network_connects_and_publishes() -> None:
    assert [network.key for network in registry.all_networks()] == ["bluesky", "sandbox"]
    assert all(isinstance(each, Connects) for each in registry.all_networks())
    assert all(isinstance(each, Publishes) for each in registry.all_networks())


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        registry.get("myspace")
