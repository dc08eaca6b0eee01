"""The yes of people as the gate reads it: written when a review is approved, withdrawn before the review ends."""

from __future__ import annotations

from datetime import timedelta

from approvals.models import Review
from core import clock
from core.outbox.clearance import Clearance


def write(review: Review) -> None:
    """One live clearance for each channel of an approved review.

    It counts for the planned time plus or minus the tolerance; at any time where none was planned; for what goes out at
    once until the tolerance is over. The database refuses it unless the review is approved.
    """
    opens_at, closes_at = None, None
    tolerance = timedelta(minutes=review.tolerance_minutes)
    if review.planned_at is not None:
        opens_at, closes_at = review.planned_at - tolerance, review.planned_at + tolerance
    elif review.is_immediate:
        closes_at = clock.now() + tolerance + timedelta(minutes=5)
    Clearance.objects.bulk_create(
        Clearance(
            organization_id=review.organization_id,
            brand_id=review.brand_id,
            content_hash=review.content_hash,
            channel_id=channel_id,
            covers=review.covers,
            kind=Clearance.Kind.DECISION,
            subject=review.subject,
            source=review.pk,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        for channel_id in sorted(review.channel_ids)
    )


def withdraw(review: Review) -> int:
    """Nothing goes out by this review any more; returns how many clearances that were.

    What waits by them must have been taken back before: the database refuses it otherwise.
    """
    rows = Clearance.objects.filter(source=review.pk, subject=review.subject, live=True)
    return rows.update(live=False)
