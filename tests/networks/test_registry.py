"""The list of networks."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from networks import registry
from networks.base import Connects, Publishes
from networks.sandbox import Sandbox


class Another(Sandbox):
    key = "another"
    name = "Another"


@pytest.fixture
def restored() -> Iterator[None]:
    with patch.dict(registry._BY_KEY):
        yield


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


@pytest.mark.usefixtures("restored")
def test_one_more_network_comes_behind_the_others() -> None:
    another = Another()

    registry.register(another)

    assert registry.get("another") is another
    assert registry.all_networks()[-1] is another


@pytest.mark.usefixtures("restored")
def test_a_key_has_one_network() -> None:
    before = registry.all_networks()

    with pytest.raises(ValueError, match="sandbox"):
        registry.register(Sandbox())

    assert registry.all_networks() == before
