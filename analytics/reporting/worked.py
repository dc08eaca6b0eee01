"""What the inbox and the approvals did in a week, for a document."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from django.db.models import Min

from accounts.models import Brand
from analytics.reporting.document import ApprovalsWeek, InboxWeek
from analytics.spans import Span
from approvals.models import Review
from approvals.selectors import figures as approved
from approvals.states import State as ReviewState
from inbox.models import Conversation
from inbox.selectors import figures as answered

HOUR = timedelta(hours=1)
PERCENT, MINUTE = 100, 60


def inbox(brand: Brand, span: Span, now: datetime) -> InboxWeek | None:
    """None where nobody wrote and nothing waits: the report has no such part then."""
    total = answered.totals(answered.figures(brand, span.first, span.last))
    waiting = Conversation.objects.filter(brand=brand, state=Conversation.State.OPEN)
    open_now, overdue = waiting.count(), waiting.filter(answer_due_at__lte=now).count()
    if not (total.received or total.answered or open_now):
        return None
    kept, waited = total.kept_share, total.median_seconds
    return InboxWeek(
        conversations=total.received,
        answered=total.answered,
        in_time=None if kept is None else round(kept * PERCENT, 1),
        median_minutes=None if waited is None else waited / MINUTE,
        open_now=open_now,
        overdue=overdue,
    )


def approvals(brand: Brand, span: Span, now: datetime) -> ApprovalsWeek | None:
    """None where nothing waits and nothing was decided."""
    minutes = approved.approval_minutes(brand, *span.moments())
    waiting = Review.objects.filter(brand=brand, covers="post", state=ReviewState.OPEN)
    oldest = waiting.aggregate(at=Min("submitted_at"))["at"]
    if not minutes and oldest is None:
        return None
    return ApprovalsWeek(
        waiting=approved.waiting(brand),
        oldest_hours=None if oldest is None else (now - oldest) / HOUR,
        decided=len(minutes),
        median_minutes=median(minutes) if minutes else None,
    )
