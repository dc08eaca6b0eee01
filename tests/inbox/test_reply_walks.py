"""Whatever people do with replies in whatever order: nothing is said without a yes to exactly that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import world
from tests.approvals import walks
from tests.calendar_app import posts
from tests.inbox import reply_walks

pytestmark = pytest.mark.django_db
SHORT = 25


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> Iterator[walks.World]:
    """A brand that wants everything approved, in which nobody is told anything."""
    walks.quiet(monkeypatch)
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        yield reply_walks.world_of(walks.World(place))


def test_no_walk_says_anything_that_was_not_approved(walked: walks.World) -> None:
    for seed in range(SHORT):
        with walks.rolled_back():
            reply_walks.ReplyWalk(walked, seed).take(3)


def test_the_database_alone_refuses_what_no_service_would_ask(walked: walks.World) -> None:
    taken = 0
    for seed in range(20):
        with walks.rolled_back():
            taken += reply_walks.past_the_services(reply_walks.ReplyWalk(walked, seed), 4)

    assert taken, "the database refused everything, so the statements are wrong"


def test_the_oracle_sees_replies_without_a_yes(walked: walks.World) -> None:
    blind = [one.replace("NOT EXISTS", "EXISTS") for one in (reply_walks.UNCLEARED,)]
    walk = reply_walks.ReplyWalk(walked, 1)
    walk.take(30, ["approve", "answer"])

    assert any(walks.findings(one) for one in blind)
