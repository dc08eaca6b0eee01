"""A place with a channel of the practice network, and what it told on which day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connections.models import Channel
from tests import world
from tests.analytics import told
from tests.calendar_app import posts
from tests.calendar_app.conftest import connected, net
from tests.world import Place

__all__ = ["connected", "net"]


@pytest.fixture
def place(db: None) -> Place:
    """Organization and brand `one`."""
    return world.place("one")


@pytest.fixture
def inside(place: Place) -> Iterator[None]:
    """The brand's scope is open."""
    with posts.inside(place):
        yield


@pytest.fixture
def channel(place: Place, inside: None) -> Channel:
    """A channel that has been connected for a year."""
    return told.channel(place)
