"""Asking the gate: the clearance without which nothing may wait."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import BrandPolicy
from calendar_app.approving import NeedsApproval
from calendar_app.models import Delivery
from core.outbox import clearance
from core.outbox.clearance import Clearance

__all__ = ["NeedsApproval", "cleared", "found"]


def cleared(delivery: Delivery, at: datetime | None = None) -> Clearance:
    """The live yes to this delivery's content on its channel, at its planned time (or at `at`); raises NeedsApproval
    when there is none.

    The database checks the same once more when the delivery starts to wait and when it is sent.
    """
    yes = found(delivery, at)
    if yes is None:
        raise NeedsApproval(_("This brand wants every post approved before it may go out."))
    return yes


def found(delivery: Delivery, at: datetime | None = None) -> Clearance | None:
    """The same, None when there is none. People's yes comes first; without one, that no approval is wanted."""
    yes = _decided(delivery, at or delivery.planned_at)
    if yes is not None:
        return yes
    if not BrandPolicy.objects.filter(brand_id=delivery.brand_id, approval_required=False).exists():
        return None
    return clearance.exempt(
        brand_id=delivery.brand_id,
        organization_id=delivery.organization_id,
        content_hash=delivery.content_hash,
        channel_id=delivery.channel_id,
    )


def _decided(delivery: Delivery, at: datetime | None) -> Clearance | None:
    rows = Clearance.objects.filter(
        subject=delivery.post_id,
        channel_id=delivery.channel_id,
        covers=Clearance.Covers.POST,
        kind=Clearance.Kind.DECISION,
        content_hash=delivery.content_hash,
        live=True,
    )
    if at is not None:
        rows = rows.filter(Q(opens_at=None) | Q(opens_at__lte=at), Q(closes_at=None) | Q(closes_at__gte=at))
    yes: Clearance | None = rows.first()
    return yes
