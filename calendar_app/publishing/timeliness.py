"""Whether a delivery whose turn has come may still go out now: a pause keeps it back, and so does too much delay."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import BrandPolicy
from accounts.models.organization import LATE_MINUTES, Late
from accounts.selectors import holds
from calendar_app.models import Delivery
from calendar_app.publishing import settling
from calendar_app.publishing.errand import Errand
from calendar_app.publishing.job import Job
from calendar_app.publishing.settling import Outcome

SHORTEST = timedelta(minutes=1)
"""No brand can be stricter."""
AS_BY_DEFAULT = BrandPolicy(late_action=Late.HOLD, late_minutes=LATE_MINUTES)


def too_late(job: Job) -> Outcome | None:
    """What becomes of it when it is later than its brand allows; None while it may go."""
    late = job.now - job.promised
    if late < SHORTEST:
        return None  # nearly always; no brand is asked
    policy = BrandPolicy.objects.filter(brand_id=job.delivery.brand_id).first() or AS_BY_DEFAULT
    if late <= timedelta(minutes=policy.late_minutes) or policy.late_action == Late.PUBLISH:
        return None
    if policy.late_action == Late.EXPIRE:
        return settling.expired("late_expired")
    return settling.held(Delivery.Held.LATE, "late")


def paused(job: Errand) -> Outcome | None:
    """What becomes of it while a hold is in force; None when there is none. The fence itself lets none pass."""
    if holds.covering(job.row.brand_id, job.channel.pk).exists():
        return settling.held(Delivery.Held.PAUSED, "paused")
    return None


def locked_out(job: Errand) -> Outcome | None:
    """What becomes of it while its channel waits for a person; None when the channel lets us in, as it was read."""
    if job.channel.is_healthy:
        return None
    return settling.held(Delivery.Held.RECONNECT, job.channel.problem or "disconnected")


def stopped(job: Errand) -> Outcome | None:
    """Why the fence did not let it pass, where that is not a change of the delivery itself."""
    job.channel.refresh_from_db(fields=["state", "problem"])
    return paused(job) or locked_out(job)
