"""From submission to a decision: what is asked, what a yes does, and how it ends again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings

from accounts.access import by
from activity.models import Notice
from activity.selectors import notices
from approvals.models import Decision, Review
from approvals.selectors import listing
from approvals.services import deciding, reviewing
from calendar_app.document import from_bytes
from calendar_app.models import Delivery
from calendar_app.services import deciding as calendar
from calendar_app.services import scheduling
from core.errors import NotAllowed, Stale
from core.outbox.clearance import Clearance
from core.tenancy import scope
from smm.erasing import erase_brand
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


@pytest.mark.parametrize("end", ["approve", "changes", "reject", "withdraw", "void"])
def test_a_review_that_closed_waits_for_nobody(end: str) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        review = asked.review_of(asked.submitted(place, posts.channel(place)))
        mine = asked.voice(place).membership
        assert mine is not None
        before = listing.waiting_for(mine).count()

        if end == "withdraw":
            reviewing.withdraw(review, by=by(place.editor))
        elif end == "void":
            reviewing.void_for("post", review.subject, by=by(place.editor))
        else:
            deciding.decide(review, asked.answer(review, end), voice=asked.voice(place))

        assert (before, listing.waiting_for(mine).count()) == (1, 0)
        assert asked_openly(review) == 0


def asked_openly(review: Review) -> int:
    """How many are still asked."""
    return review.asks.filter(answered_at=None, dropped_at=None).count()


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


def test_an_answer_can_be_taken_back_for_seconds_by_whoever_gave_it_and_not_beyond_an_edit() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        review = asked.review_of(post)
        no = deciding.decide(review, asked.answer(review, "changes"), voice=asked.voice(place))
        with pytest.raises(PermissionDenied):
            deciding.undo(no, voice=asked.voice(place, "admin"))
        asked.edit(post, "Better", place.editor)
        with pytest.raises(NotAllowed, match="gone on"):
            deciding.undo(no, voice=asked.voice(place))


@override_settings(UNDO_SECONDS=-3)
def test_an_answer_stands_when_its_seconds_are_over() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        yes = asked.approve(asked.review_of(asked.submitted(place, posts.channel(place))), asked.voice(place))

        with pytest.raises(NotAllowed, match="too late"):
            deciding.undo(yes, voice=asked.voice(place))


def test_another_time_inside_the_tolerance_keeps_the_yes_and_one_beyond_it_asks_again() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        asked.approve(asked.review_of(post), asked.voice(place))
        assert post.planned_at is not None

        near = asked.promise_at(place, post.planned_at + timedelta(minutes=50))
        scheduling.schedule(post, near, by=posts.actor(place))
        assert (posts.delivery(post).state, asked.review_of(post).number) == ("waiting", 1)

        far = asked.promise_at(place, post.planned_at + timedelta(minutes=70))
        scheduling.schedule(post, far, by=posts.actor(place))
        second = asked.review_of(post)
        assert (posts.delivery(post).state, second.number, second.changed) == ("draft", 2, ["time"])
        assert posts.delivery(post).planned_at == far.at


def test_while_nobody_has_answered_a_review_goes_along_with_the_time() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        later = asked.at(place, 3000)

        scheduling.schedule(post, later, by=posts.actor(place))

        review = asked.review_of(post)
        assert (review.number, review.planned_at) == (1, later.at)
        assert {ask.urgent_at for ask in review.asks.all()} == {review.deadline_at}


def test_what_shall_go_out_at_once_goes_out_as_soon_as_it_is_approved() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.draft(place, posts.channel(place))
        scheduling.publish_now(post, by=posts.actor(place))
        review = asked.review_of(post)
        assert (review.is_immediate, review.deadline_at, posts.delivery(post).state) == (True, None, "draft")

        asked.approve(review, asked.voice(place))

        row = posts.delivery(post)
        assert row.state == "waiting"
        assert row.due_at is not None
        assert timedelta(0) < row.due_at - asked.now() <= timedelta(seconds=11)


def test_the_approver_changes_the_text_and_approves_in_one_step() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        first = asked.review_of(post)

        deciding.rewrite(
            first, "Salam, dünya", asked.answer(first), voice=asked.voice(place), author=place.approver
        )

        second = asked.review_of(post)
        assert (second.number, second.state, posts.delivery(post).state) == (2, "approved", "waiting")
        assert from_bytes(posts.delivery(post).version.canonical).text == "Salam, dünya"


def test_many_are_submitted_each_by_itself() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        good, waits = (
            asked.draft(place, posts.channel(place)),
            asked.submitted(place, posts.channel(place, "b")),
        )
        bare = asked.draft(place)

        found = reviewing.submit_each("post", [good.pk, waits.pk, bare.pk], by=posts.actor(place))

        assert [one.subject for one in found.done] == [good.pk]
        assert [str(why) for _thing, why in found.refused] == [
            "It waits for approval already.",
            "Choose at least one channel.",
        ]


@pytest.mark.parametrize("end", ["approve", "changes", "reject", "withdraw"])
def test_who_hears_of_an_end_is_led_to_the_review(end: str) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        review = asked.review_of(asked.submitted(place, posts.channel(place)))

        if end == "withdraw":
            reviewing.withdraw(review, by=by(place.editor))
        else:
            deciding.decide(review, asked.answer(review, end), voice=asked.voice(place))

        told = Notice.objects.exclude(kind="approvals.asked")
        leads = {line.url for line in notices.lines(told.select_related("brand"))}
    assert leads == {f"/b/{place.brand.slug}/approvals/{review.pk}/"}


def test_a_post_in_the_trash_waits_for_nobody_and_leaves_no_yes_behind() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        asked.approve(asked.review_of(post), asked.voice(place))

        calendar.trash(post, by=posts.actor(place))

        assert asked.review_of(post).state == "withdrawn"
        assert not Clearance.objects.filter(live=True).exists()


def test_a_brand_goes_with_its_decisions() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.approve(asked.review_of(asked.submitted(place, posts.channel(place))), asked.voice(place))

    erase_brand(place.brand)

    with scope.enter(place.organization.pk):
        assert not Review._base_manager.exists()
        assert not Decision._base_manager.exists()
