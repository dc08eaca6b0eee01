"""Ten thousand walks over everything that writes posts and approvals: nothing leaves without a yes to exactly that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import world
from tests.approvals import walks
from tests.calendar_app import posts
from tests.deep import shards
from tests.inbox import reply_walks

pytestmark = pytest.mark.django_db

WALKS = 10_000
STEPS = 5
STATEMENTS = 2_000
REPLIES = 2_000
"""Walks that answer people beside that."""


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> Iterator[walks.World]:
    """A brand that wants approval, in which nobody is told anything."""
    walks.quiet(monkeypatch)
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        yield walks.World(place)


@pytest.mark.parametrize("part", range(20))
def test_no_walk_lets_anything_out_that_was_not_approved(walked: walks.World, part: int) -> None:
    for seed in shards.seeds(WALKS)[part::20]:
        with walks.rolled_back():
            walks.Walk(walked, seed).take(STEPS)


@pytest.mark.parametrize("part", range(10))
def test_no_walk_says_anything_that_was_not_approved(walked: walks.World, part: int) -> None:
    reply_walks.world_of(walked)
    for seed in shards.seeds(REPLIES)[part::10]:
        with walks.rolled_back():
            reply_walks.ReplyWalk(walked, seed).take(STEPS)


def test_the_database_alone_refuses_what_no_service_would_ask(walked: walks.World) -> None:
    for seed in shards.seeds(STATEMENTS):
        with walks.rolled_back():
            walk = walks.Walk(walked, seed)
            walk.take(1)
            walks.past_the_services(walk, 6)
