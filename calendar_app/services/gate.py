"""Asking the gate: the clearance without which nothing may wait."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import BrandPolicy
from calendar_app.models import Delivery
from core.errors import DomainError
from core.outbox import clearance
from core.outbox.clearance import Clearance


class NeedsApproval(DomainError):
    """The brand demands a yes that is not there."""

    code = "needs_approval"


def cleared(delivery: Delivery) -> Clearance:
    """The live yes to this delivery's content on its channel; raises NeedsApproval when there is none.

    The database checks the same once more when the delivery starts to wait and when it is sent.
    """
    free = BrandPolicy.objects.filter(brand_id=delivery.brand_id, approval_required=False)
    if not free.exists():
        raise NeedsApproval(_("This brand wants every post approved before it may go out."))
    return clearance.exempt(
        brand_id=delivery.brand_id,
        organization_id=delivery.organization_id,
        content_hash=delivery.content_hash,
        channel_id=delivery.channel_id,
    )
