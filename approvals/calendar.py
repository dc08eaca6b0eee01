"""What the calendar asks of this room and tells it (calendar_app.approving.Approvals)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.models import Brand, Membership
from approvals.models import Ask, Review
from approvals.selectors import standing, workflows
from approvals.services import deciding, reviewing
from approvals.services.asking import NobodyToAsk
from approvals.services.deciding import Answer, Verdict
from approvals.services.reviewing import Wish
from approvals.states import State
from approvals.voices import member
from calendar_app.approving import Standing
from calendar_app.models import Delivery, Post
from core.ledger import Actor, By
from core.outbox import states as outgoing
from core.outbox.clearance import Clearance

POST = str(Clearance.Covers.POST)


class Calendar:
    """See calendar_app.approving.Approvals."""

    def submit(self, post: Post, *, by: By, is_immediate: bool, is_yes: bool, note: str) -> None:
        """Scheduling is her own yes only where she is asked herself, so where the workflow allows self-approval."""
        wish = Wish(note=note, is_immediate=is_immediate)
        review = reviewing.submit(POST, post.pk, by=by, wish=wish)
        own = _membership(by) if is_yes and review.allows_self else None
        while own is not None and _is_asked(review, own):
            deciding.decide(review, Answer(Verdict.APPROVE, review.version), voice=member(own))
            review.refresh_from_db()

    def changed(self, post: Post, *, by: By) -> None:
        """A review under way, and one whose yes was already counted on, is asked anew; other yeses just end.

        So does one that nobody wants any more, because the post is scheduled without it.
        """
        before = reviewing.latest(POST, post.pk)
        if before is None or before.state not in (State.OPEN, State.APPROVED):
            return
        if not _is_scheduled(post) and (before.state == State.OPEN or post.planned_at is not None):
            _ask_again(before, by)
        else:
            reviewing.end(before, "void", by=by)

    def moved(self, posts: Sequence[Post], *, by: By) -> None:
        """An open review goes along inside the tolerance, or while nobody has answered; beyond it, it is asked anew.

        What is scheduled without needing it needs no answer any more.
        """
        ids = [post.pk for post in posts]
        rows = Review.objects.filter(covers=POST, subject__in=ids, state=State.OPEN)
        for review in rows.select_for_update(of=("self",)).select_related("submitted_by").order_by("pk"):
            post = next(post for post in posts if post.pk == review.subject)
            if _is_scheduled(post):
                reviewing.end(review, "withdraw", by=by)
            elif _is_near(review, post.planned_at) or not review.decisions.filter(undone_at=None).exists():
                reviewing.replan(review, post.planned_at)
            else:
                _ask_again(review, by)

    def left(self, post: Post, *, by: By) -> None:
        """Nobody needs to answer, and no yes is left behind."""
        review = reviewing.latest(POST, post.pk)
        if review is not None and review.state in (State.OPEN, State.APPROVED):
            reviewing.end(review, "withdraw", by=by)

    def counts_own(self, brand: Brand, *, by: By) -> bool:
        """Self-approval is allowed, and she sits in each stage, where one yes is enough."""
        plan = workflows.plan_of(brand, POST)
        mine = _membership(by) if plan.allows_self else None
        if mine is None:
            return False
        found = workflows.dry_run(brand, plan)
        return all(
            stage.need == 1 and mine.pk in {one.membership.pk for one in stage.people if one.membership}
            for stage in found.stages
        )

    def standings(self, posts: Collection[UUID]) -> Mapping[UUID, Standing]:
        """One query."""
        return standing.of_posts(posts)

    def standing_column(self) -> Any:
        """A look into the index of each post's newest review."""
        return standing.column_of_posts()


def _ask_again(before: Review, by: By) -> None:
    """A new review instead of the former one; none where nobody can be asked: then it just ends, and the post waits."""
    wish = Wish(note=before.note, is_immediate=before.is_immediate, again=True)
    try:
        reviewing.submit(POST, before.subject, by=by, wish=wish)
    except NobodyToAsk:
        reviewing.void_for(POST, before.subject, by=by)


def _is_scheduled(post: Post) -> bool:
    return Delivery.objects.filter(post=post, state=outgoing.State.WAITING).exists()


def _is_near(review: Review, planned_at: datetime | None) -> bool:
    if review.planned_at is None or planned_at is None:
        return review.planned_at == planned_at
    return abs(review.planned_at - planned_at) <= timedelta(minutes=review.tolerance_minutes)


def _membership(by: By) -> Membership | None:
    if by.kind != Actor.PERSON:
        return None
    rows = Membership.objects.filter(user_id=int(by.id), deactivated_at=None).select_related("user")
    found: Membership | None = rows.first()
    return found


def _is_asked(review: Review, membership: Membership) -> bool:
    asks = Ask.objects.filter(
        review=review, step=review.step, membership=membership, answered_at=None, dropped_at=None
    )
    return asks.exists() and review.state == State.OPEN
