"""The watch over open reviews: what is told before the deadline, and what becomes of them at their time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Membership
from activity.models import Notice
from approvals.models import Ask, AtDue, Review
from approvals.plans import Plan, one_approver
from approvals.services import watching
from calendar_app.models import Delivery, Post
from tests import world
from tests.approvals import asked
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[str]:
    """Who has a notice of this kind, by name."""
    rows = Notice.objects.filter(kind=f"approvals.{kind}").order_by("person__name", "id")
    return [str(row.person) for row in rows.select_related("person")]


def ages(post: Post, hours: float) -> Review:
    """As if everything had been submitted, and were planned, so much earlier."""
    review, by = asked.review_of(post), timedelta(hours=hours)
    planned = post.planned_at - by  # type: ignore[operator]
    Post.objects.filter(pk=post.pk).update(planned_at=planned)
    Delivery.objects.filter(post=post).update(planned_at=planned)
    deadline = review.deadline_at - by  # type: ignore[operator]
    Review.objects.filter(pk=review.pk).update(planned_at=planned, deadline_at=deadline, urgent_at=deadline)
    for ask in Ask.objects.filter(review=review):
        Ask.objects.filter(pk=ask.pk).update(told_at=ask.told_at - by)
    return asked.review_of(post)


def waiting(place: Place, hours: float = 40) -> Post:
    """A post that waits for approval; its deadline is four hours before its time."""
    return asked.submitted(place, posts.channel(place), minutes=hours * 60)


def test_people_are_reminded_once_at_each_mark_that_was_ahead_when_they_were_asked() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = waiting(place, 40)
        watching.look()
        assert told("reminded") == []

        for hours, count in ((13, 1), (0, 1), (20, 2), (0, 2), (2.5, 3), (0, 3)):
            ages(post, hours)
            watching.look()
            assert told("reminded") == sorted(["Admin-One", "Approver-One", "Owner-One"] * count)


def test_a_mark_that_was_over_when_they_were_asked_is_not_told() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        waiting(place, 4 + 3)

        watching.look()

        assert told("reminded") == []


def test_author_and_approvers_hear_once_that_it_will_miss_its_time() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = waiting(place)
        ages(post, 36.5)

        assert watching.look() == 1
        assert watching.look() == 0
        assert told("will_miss") == ["Admin-One", "Approver-One", "Editor-One", "Owner-One"]


@pytest.mark.parametrize(
    ("at_due", "state", "delivery"), [(AtDue.HOLD, "open", "held"), (AtDue.EXPIRE, "expired", "expired")]
)
def test_at_its_time_it_is_held_or_expires_as_the_workflow_says(
    at_due: AtDue, state: str, delivery: str
) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.plan(place, Plan("Ours", one_approver().steps, at_due=at_due))
        post = waiting(place)
        ages(post, 40.1)

        assert (watching.look(), watching.look()) == (1, 0)
        assert (asked.review_of(post).state, posts.delivery(post).state) == (state, delivery)
        assert "Editor-One" in told("lapsed")


def test_what_was_held_for_want_of_a_yes_goes_out_by_a_late_one() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = waiting(place)
        ages(post, 40.1)
        watching.look()

        asked.approve(asked.review_of(post), asked.voice(place))

        assert posts.delivery(post).state == "waiting"


def test_the_stand_in_of_somebody_who_went_away_since_is_asked_once() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        steps = [one_approver().steps[0]]
        asked.plan(place, Plan("Ours", steps))
        post = waiting(place)
        Ask.objects.exclude(membership__user=place.approver).delete()
        Membership.objects.filter(user=place.approver).update(
            stand_in=Membership.objects.get(user=place.admin), away_from=asked.now() - timedelta(hours=1)
        )

        assert (watching.look(), watching.look()) == (1, 0)
        asked.approve(asked.review_of(post), asked.voice(place, "admin"))
        assert asked.review_of(post).state == "approved"
