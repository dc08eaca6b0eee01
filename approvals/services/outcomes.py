"""What follows from an answer: the next stage, or the end of the review and its consequences."""

from __future__ import annotations

from django.db.models.functions import Now

from accounts.models import User
from activity.services import telling
from approvals import subjects
from approvals.models import Ask, Decision, Mode, Review
from approvals.services import asking, clearing
from approvals.states import REVIEW
from approvals.subjects import Thing
from core import ledger
from core.ledger import SYSTEM, By

Verdict = Decision.Verdict
DECIDED = {
    Verdict.APPROVE: "approvals.decided_approved",
    Verdict.CHANGES: "approvals.decided_changes",
    Verdict.REJECT: "approvals.decided_rejected",
}


def follow(review: Review, thing: Thing, decision: Decision, *, by: By) -> None:
    """Do what the answer means for its locked review."""
    if decision.verdict != Verdict.APPROVE:
        REVIEW.advance(review, decision.verdict, closed_at=Now())
        asking.drop(review)
        _tell(review, thing, decision)
        return
    if _is_passed(review):
        _pass(review, thing, decision, by)


def recount(review: Review, thing: Thing) -> None:
    """Somebody who was asked in the step of a locked review will not answer: it goes on with those who are left.

    Where they are too few, whoever sits there now is asked too; where nobody does, it waits.
    """
    asks = Ask.objects.filter(review=review, step=review.step)
    yes = asks.filter(answered_at__isnull=False).count()
    left = asks.filter(answered_at=None, dropped_at=None).count()
    step = review.steps[review.step]
    if step["mode"] == Mode.ALL and yes + left:
        step["need"] = yes + left
        Review.objects.filter(pk=review.pk).update(steps=review.steps)
    last = Decision.objects.filter(review=review, step=review.step, undone_at=None).order_by("-pk").first()
    if last is not None and _is_passed(review):
        _pass(review, thing, last, SYSTEM)
    elif yes + left < step["need"]:
        asking.tell(review, thing, asking.begin_again(review, thing))


def _is_passed(review: Review) -> bool:
    said = Decision.objects.filter(review=review, step=review.step, verdict=Verdict.APPROVE, undone_at=None)
    need: int = review.steps[review.step]["need"]
    return said.count() >= max(need, 1)


def _pass(review: Review, thing: Thing, decision: Decision, by: By) -> None:
    asking.drop(review)
    if review.step + 1 < len(review.steps):
        review.step += 1
        asks = asking.begin(review, thing)
        asking.tell(review, thing, asks)
        return
    REVIEW.advance(review, "approve", closed_at=Now())
    clearing.write(review)
    ledger.record("approvals.cleared", review.about, brand_id=review.brand_id, review=str(review.pk))
    subjects.of(review.covers).on_cleared(review, by=by)
    _tell(review, thing, decision)


def _tell(review: Review, thing: Thing, decision: Decision) -> None:
    """The authors and whoever submitted it hear of the end, unless it was their own word."""
    own = decision.membership.user_id if decision.membership else None
    concerned = {*thing.authors, *([review.submitted_by_id] if review.submitted_by_id else [])} - {own}
    telling.tell(
        User.objects.filter(pk__in=concerned, is_active=True),
        DECIDED[Verdict(decision.verdict)],
        subject=review.place,
        cause=str(review.pk),
        brand=thing.brand,
        facts={**asking.facts(review, thing), "by": decision.name, "note": decision.note[:500]},
    )
