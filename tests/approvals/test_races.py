"""Edits, answers and the engine at once: whoever is told "done" is right."""

from __future__ import annotations

from functools import partial

import pytest

from calendar_app.models import Delivery
from core.errors import DomainError
from tests import world
from tests.approvals import asked, races, walks
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = 20


def test_after_an_acknowledged_edit_nothing_goes_out_by_the_old_yes() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        channel = posts.channel(place)
        outcomes = set()
        for seed in range(PAIRS):
            post = races.approved(place, channel)
            row = Delivery.objects.select_related("channel").get(post=post)

            edited, fenced = races.both(
                place,
                partial(asked.edit, post, f"Another {seed}", place.editor),
                partial(races.claim, row),
                seed,
            )

            has_left = races.is_sending(post)
            assert has_left == (fenced is not None and not isinstance(fenced, Exception))
            assert isinstance(edited, DomainError) == has_left, (edited, fenced)
            assert walks.findings() == []
            outcomes.add(has_left)
            Delivery.objects.filter(post=post).update(state="live", remote_id="x", due_at=None)
        assert outcomes == {True, False}, "one of them always won: this is no race"


def test_of_two_approvers_at_once_exactly_one_decides() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        channel = posts.channel(place)
        for seed in range(4):
            post = asked.submitted(place, channel)
            review = asked.review_of(post)

            found = races.both(
                place,
                partial(asked.approve, review, asked.voice(place)),
                partial(asked.approve, review, asked.voice(place, "admin")),
                seed,
            )

            told = [one for one in found if isinstance(one, DomainError)]
            assert [one.code for one in told] == ["already_decided"]
            assert review.decisions.count() == 1
            assert asked.review_of(post).state == "approved"
