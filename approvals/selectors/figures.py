"""Figures of approvals for dashboards and reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import Brand
from approvals.models import Review
from approvals.states import State

DECIDED = (State.APPROVED, State.CHANGES_ASKED, State.REJECTED)


def approval_minutes(
    brand: Brand, span_start: datetime, span_end: datetime, *, covers: str = "post"
) -> list[float]:
    """Minutes from submission to the end for each review that people ended in [start, end), in order of their ends.

    What was withdrawn, changed meanwhile or expired was not decided and is not among them. Empty: nothing was decided.
    """
    rows = Review.objects.filter(
        brand=brand, covers=covers, state__in=DECIDED, closed_at__gte=span_start, closed_at__lt=span_end
    )
    times = rows.order_by("closed_at", "id").values_list("submitted_at", "closed_at")
    return [(closed - submitted) / timedelta(minutes=1) for submitted, closed in times]


def waiting(brand: Brand, *, covers: str = "post") -> int:
    """How many reviews wait for an answer now."""
    return int(Review.objects.filter(brand=brand, covers=covers, state=State.OPEN).count())
