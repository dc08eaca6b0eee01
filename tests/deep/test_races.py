"""Two hundred pairs of each: the engine against an edit, an undo, a withdrawal, and a rule that changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.models import BrandPolicy
from calendar_app.models import Delivery, Post
from core.errors import DomainError
from tests import world
from tests.approvals import asked, races, walks
from tests.calendar_app import posts
from tests.deep import shards
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = 200

AGAINST: dict[str, Callable[[Place, Post], Any]] = {
    "edit": lambda place, post: asked.edit(post, "Another", place.editor),
    "undo": races.undo,
    "withdraw": races.withdraw,
}


@pytest.mark.parametrize("name", AGAINST)
def test_what_was_taken_back_in_time_does_not_leave_and_what_left_is_not_taken_back(name: str) -> None:
    place = world.place("one", approval_required=True)
    left = 0
    with posts.inside(place):
        channel = posts.channel(place)
        for seed in shards.seeds(PAIRS):
            post = races.approved(place, channel)
            row = Delivery.objects.select_related("channel").get(post=post)

            told, _fenced = races.both(
                place, partial(AGAINST[name], place, post), partial(races.claim, row), seed
            )

            has_left = races.is_sending(post)
            assert isinstance(told, DomainError) == has_left, told
            assert walks.findings() == []
            left += has_left
            Delivery.objects.filter(post=post).exclude(state="draft").update(
                state="live", remote_id="x", due_at=None
            )
    assert left, "the engine never won: this is no race"


def test_a_rule_that_begins_stops_what_has_not_left() -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = posts.channel(place)
        for seed in shards.seeds(PAIRS):
            BrandPolicy.objects.filter(brand=place.brand).update(approval_required=False)
            post = posts.scheduled(place, channel)
            posts.make_due(post)
            row = Delivery.objects.select_related("channel").get(post=post)

            told, _fenced = races.both(
                place, partial(races.want_approval, place), partial(races.claim, row), seed
            )

            assert told == 0 if races.is_sending(post) else told == 1
            assert walks.findings(walks.UNCLEARED) == []
            assert walks.findings(walks.UNWANTED) == []
            Delivery.objects.filter(post=post).update(state="draft", held_reason="", due_at=None)
            post.refresh_from_db()
