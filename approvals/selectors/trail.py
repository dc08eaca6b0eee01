"""The trail of a thing: every review, every answer and how it ended, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from approvals.models import Decision, Review


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `what`: submitted, approve, changes, reject, or how the review ended without an answer."""

    at: datetime
    what: str
    who: str
    review: Review
    stage: str = ""
    via: str = ""
    note: str = ""
    for_whom: str = ""
    is_undone: bool = False


ENDS = {"withdrawn", "void", "expired"}


def trail(covers: str, subject: UUID) -> list[Entry]:
    """Oldest first, in two queries."""
    rows = Review.objects.filter(covers=covers, subject=subject).select_related("submitted_by")
    reviews: Mapping[UUID, Review] = {row.pk: row for row in rows.order_by("number")}
    if not reviews:
        return []
    answers = Decision.objects.filter(review__in=list(reviews)).select_related("ask__stands_in_for__user")
    found = [_submitted(review) for review in reviews.values()]
    found += [_answered(one, reviews[one.review_id]) for one in answers.order_by("pk")]
    found += [
        Entry(review.closed_at, review.state, "", review)
        for review in reviews.values()
        if review.state in ENDS and review.closed_at is not None
    ]
    return sorted(found, key=lambda entry: entry.at)


def _submitted(review: Review) -> Entry:
    return Entry(review.submitted_at, "submitted", str(review.submitted_by or ""), review, note=review.note)


def _answered(decision: Decision, review: Review) -> Entry:
    other = decision.ask.stands_in_for
    return Entry(
        at=decision.at,
        what=decision.verdict,
        who=decision.name,
        review=review,
        stage=str(review.steps[decision.step]["name"]),
        via=decision.via,
        note=decision.note,
        for_whom=str(other.user) if other else "",
        is_undone=decision.undone_at is not None,
    )
