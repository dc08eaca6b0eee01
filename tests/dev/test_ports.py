"""Ports: free ones are found, taken ones are seen."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from dev import ports


@pytest.fixture(params=[ports.LOOPBACK, ""], ids=["on loopback", "on all addresses"])
def taken(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server((request.param, 0)) as server:
        yield server.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken: int) -> None:
    assert not ports.is_free(taken)
    assert ports.next_free(taken) > taken


def test_the_port_of_the_last_start_is_taken_again() -> None:
    remembered = ports.choose(None)

    assert ports.choose(remembered) == remembered


def test_another_port_is_chosen_when_the_last_one_is_taken(taken: int) -> None:
    chosen = ports.choose(taken)

    assert chosen != taken
    assert ports.RANGE[0] <= chosen < ports.RANGE[1]
