"""Whether a delivery whose turn has come may still go out now: a pause keeps it back, and so does too much delay."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Brand, BrandPolicy
from accounts.models.organization import LATE_MINUTES, Late
from calendar_app.models import Delivery
from calendar_app.publishing import settling
from calendar_app.publishing.job import Job
from calendar_app.publishing.settling import Outcome

AS_BY_DEFAULT = BrandPolicy(late_action=Late.HOLD, late_minutes=LATE_MINUTES)


def kept_back(job: Job) -> Outcome | None:
    """What becomes of it instead of being sent; None when it may go."""
    if job.is_paused:
        return settling.held(Delivery.Held.PAUSED, "paused")
    policy = _policy(job.delivery.brand)
    if job.now - job.promised <= timedelta(minutes=policy.late_minutes):
        return None
    if policy.late_action == Late.HOLD:
        return settling.held(Delivery.Held.LATE, "late")
    if policy.late_action == Late.EXPIRE:
        return settling.expired("late_expired")
    return None


def _policy(brand: Brand) -> BrandPolicy:
    """What the brand wants; a brand without the row is asked as if it had said nothing."""
    return getattr(brand, "policy", AS_BY_DEFAULT)
