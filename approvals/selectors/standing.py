"""How things stand with their approval, for chips and heads of pages: one query for many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Review
from approvals.states import State
from calendar_app.approving import Standing
from core.outbox.clearance import Clearance

WARNING = timedelta(hours=1)
"""So long before its time people are told that it will miss its slot, if it was not told at its deadline before."""

STANDINGS: dict[str, Standing] = {
    State.OPEN: Standing("waiting", pgettext_lazy("review", "Waiting for approval"), "hourglass", "wait"),
    State.APPROVED: Standing("approved", pgettext_lazy("review", "Approved"), "shield-check", "done"),
    State.CHANGES_ASKED: Standing(
        "changes_asked", pgettext_lazy("review", "Changes asked"), "message-square-text", "wait"
    ),
    State.REJECTED: Standing("rejected", pgettext_lazy("review", "Rejected"), "circle-x", "fail"),
    State.EXPIRED: Standing(
        "expired", pgettext_lazy("review", "Not approved in time"), "calendar-x-2", "fail"
    ),
}
MISSES = Standing("waiting", _("Will miss approval"), "alarm-clock", "wait", will_miss=True)


def of_posts(posts: Collection[UUID]) -> Mapping[UUID, Standing]:
    """The standing of each post that has a review which still says something: one query."""
    return of(Clearance.Covers.POST, posts)


def of(covers: str, subjects: Collection[UUID]) -> Mapping[UUID, Standing]:
    """The same for any sort of things."""
    rows = Review.objects.filter(covers=covers, subject__in=list(subjects)).order_by("subject", "-number")
    rows = rows.distinct("subject").only("subject", "state", "planned_at", "deadline_at")
    now = datetime.now(UTC)
    return {row.subject: one for row in rows if (one := _standing(row, now)) is not None}


def column_of_posts() -> Any:
    """For a query over posts: the key of the newest review's standing, null where there is none or it says nothing."""
    rows = Review.objects.filter(covers=Clearance.Covers.POST, subject=OuterRef("pk")).order_by("-number")
    keys = [When(state=state, then=Value(one.key)) for state, one in STANDINGS.items()]
    return Subquery(rows.annotate(key=Case(*keys, output_field=CharField())).values("key")[:1])


def will_miss(deadline_at: datetime | None, planned_at: datetime | None, now: datetime) -> bool:
    """Whether an answer that is still missing comes too late to be counted on."""
    if deadline_at is None or planned_at is None:
        return False
    return now >= min(deadline_at, planned_at - WARNING)


def _standing(review: Review, now: datetime) -> Standing | None:
    if review.state == State.OPEN and will_miss(review.deadline_at, review.planned_at, now):
        return MISSES
    return STANDINGS.get(review.state)
