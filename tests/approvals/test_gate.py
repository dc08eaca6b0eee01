"""A yes of people stands on their decisions: these tests go past the services, by SQL as the runtime role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.models import Decision, Review
from calendar_app.models import Delivery
from core.outbox.clearance import Clearance
from tests import world
from tests.approvals import asked
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db
FORCE = "UPDATE calendar_app_delivery SET state = 'waiting', due_at = planned_at"


def run(statement: str, *values: Any) -> int:
    """A statement as the runtime role would send it by hand; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def forged(place: Place, review: Review, **other: Any) -> dict[str, Any]:
    """What a clearance by this review would be made of."""
    return {
        "organization": place.organization,
        "brand": place.brand,
        "content_hash": review.content_hash,
        "channel_id": review.channel_ids[0],
        "covers": review.covers,
        "kind": Clearance.Kind.DECISION,
        "subject": review.subject,
        "source": review.pk,
        "opens_at": review.planned_at,
        "closes_at": review.planned_at,
        **other,
    }


def test_no_decision_clearance_while_the_review_is_open() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        review = asked.review_of(asked.submitted(place, posts.channel(place)))

        with pytest.raises(IntegrityError, match="no review has approved"), transaction.atomic():
            Clearance.objects.create(**forged(place, review))


def test_no_decision_clearance_of_what_the_review_did_not_approve() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        channel, other = posts.channel(place), posts.channel(place, "other")
        review = asked.review_of(asked.submitted(place, channel))
        foreign = asked.review_of(asked.submitted(place, other, text="Something else"))
        asked.approve(review, asked.voice(place))
        review.refresh_from_db()
        run("UPDATE calendar_app_delivery SET state = 'draft', clearance_id = null")
        run("UPDATE core_clearance SET live = false")
        assert review.planned_at is not None
        late = review.planned_at + timedelta(minutes=review.tolerance_minutes + 1)

        for wrong in (
            {"content_hash": foreign.content_hash},
            {"channel_id": other.pk},
            {"covers": "reply"},
            {"subject": foreign.subject},
            {"source": foreign.pk},
            {"opens_at": None},
            {"closes_at": None},
            {"closes_at": late},
        ):
            with pytest.raises(IntegrityError, match="no review has approved"), transaction.atomic():
                Clearance.objects.create(**forged(place, review, **wrong))
        Clearance.objects.create(**forged(place, review))


def test_a_review_cannot_be_called_approved_without_its_decisions() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.submitted(place, posts.channel(place))

        with pytest.raises(IntegrityError, match="not everybody"):
            run("UPDATE approvals_review SET state = 'approved', closed_at = now()")


@pytest.mark.parametrize(
    "change", ["content_hash = repeat('0', 64)", "covers = 'reply'", "subject = version"]
)
def test_what_is_reviewed_does_not_change(change: str) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.submitted(place, posts.channel(place))

        with pytest.raises(IntegrityError, match="does not change"):
            run(f"UPDATE approvals_review SET {change}")


def test_a_review_cannot_end_under_its_own_yes() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.approve(asked.review_of(asked.submitted(place, posts.channel(place))), asked.voice(place))

        with pytest.raises(IntegrityError, match="still lets something out"):
            run("UPDATE approvals_review SET state = 'void'")


def test_decisions_are_written_once() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.approve(asked.review_of(asked.submitted(place, posts.channel(place))), asked.voice(place))

        for statement in (
            "UPDATE approvals_decision SET verdict = 'reject'",
            "UPDATE approvals_decision SET content_hash = repeat('0', 64)",
            "DELETE FROM approvals_decision",
        ):
            with pytest.raises(Exception, match="permission denied"):
                run(statement)
        assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "opens_at = NULL, closes_at = NULL",
        "closes_at = closes_at + interval '1 day'",
        "opens_at = now()",
        "subject = source",
        "content_hash = repeat('0', 64)",
        "kind = 'exempt'",
    ],
)
def test_a_yes_and_its_window_are_written_once(change: str) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        asked.approve(asked.review_of(post), asked.voice(place))

        with pytest.raises(Exception, match="permission denied"):
            run(f"UPDATE core_clearance SET {change}")


@pytest.mark.parametrize("change", ["planned_at = NULL", "tolerance_minutes = 9999", "is_immediate = true"])
def test_the_time_that_was_approved_does_not_change(change: str) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.approve(asked.review_of(asked.submitted(place, posts.channel(place))), asked.voice(place))

        with pytest.raises(IntegrityError, match="does not change"):
            run(f"UPDATE approvals_review SET {change}")


def test_the_yes_to_one_post_lets_no_other_out_that_says_the_same() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        channel = posts.channel(place)
        first = asked.submitted(place, channel)
        twin = asked.submitted(place, channel)
        asked.approve(asked.review_of(first), asked.voice(place))
        yes = posts.delivery(first).clearance_id

        assert posts.delivery(first).content_hash == posts.delivery(twin).content_hash
        with pytest.raises(IntegrityError, match="not one to this post"):
            run(f"{FORCE}, clearance_id = %s WHERE post_id = %s", yes, twin.pk)


def test_an_undone_decision_counts_for_nothing_in_the_database() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = asked.submitted(place, posts.channel(place))
        asked.approve(asked.review_of(post), asked.voice(place))
        run("UPDATE calendar_app_delivery SET state = 'draft', clearance_id = null")
        run("UPDATE core_clearance SET live = false")
        run("UPDATE approvals_review SET state = 'open', closed_at = null")
        run("UPDATE approvals_decision SET undone_at = now()")

        with pytest.raises(IntegrityError, match="not everybody"):
            run("UPDATE approvals_review SET state = 'approved', closed_at = now()")
        assert Delivery.objects.get(post=post).state == "draft"
