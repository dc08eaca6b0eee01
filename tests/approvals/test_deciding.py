"""From submission to a decision: what is asked, what a yes does, and how it ends again."""

from __future__ import annotations

import pytest

from approvals.services import deciding
from calendar_app.models import Delivery
from core.errors import Stale
from core.outbox.clearance import Clearance
from tests import world
from tests.approvals import asked
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db


def test_a_post_scheduled_where_approval_is_wanted_waits_for_one_and_goes_out_by_it() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        review = asked.review_of(post)
        assert (review.state, posts.delivery(post).state) == ("open", "draft")
        assert review.planned_at == post.planned_at

        asked.approve(review, asked.voice(place))

        row = posts.delivery(post)
        assert asked.review_of(post).state == "approved"
        assert (row.state, row.due_at, row.planned_at) == ("waiting", post.planned_at, post.planned_at)
        assert row.clearance.kind == Clearance.Kind.DECISION


def test_an_edit_after_the_yes_takes_it_back_and_asks_again_with_what_changed() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        first = asked.review_of(post)
        asked.approve(first, asked.voice(place))

        asked.edit(post, "Another text", place.editor)

        first.refresh_from_db()
        second = asked.review_of(post)
        assert (first.state, second.state, second.number, second.changed) == ("void", "open", 2, ["text"])
        assert Delivery.objects.get(post=post).state == "draft"
        assert not Clearance.objects.filter(live=True).exists()
        with pytest.raises(Stale, match="the text"):
            asked.approve(first, asked.voice(place))


def test_an_undone_yes_opens_the_review_again_and_nothing_waits() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        decision = asked.approve(asked.review_of(post), asked.voice(place))

        deciding.undo(decision, voice=asked.voice(place))

        assert asked.review_of(post).state == "open"
        assert posts.delivery(post).state == "draft"
        asked.approve(asked.review_of(post), asked.voice(place))
        assert posts.delivery(post).state == "waiting"
