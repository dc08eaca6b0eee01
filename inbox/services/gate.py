"""Asking the gate: the clearance without which no reply may wait."""

from __future__ import annotations

from accounts.models import BrandPolicy
from accounts.models.organization import ReplyApproval
from core.outbox import clearance
from core.outbox.clearance import Clearance
from inbox.models import Reply


def cleared(reply: Reply, *, approves: bool) -> Clearance | None:
    """The live yes to this reply without asking anybody; None where the brand wants one from people.

    `approves`: its author may approve in this brand. The database checks the same once more when it starts to wait.
    """
    kind = _kind(reply.brand_id, approves=approves)
    decided = Clearance.objects.filter(
        subject=reply.pk,
        content_hash=reply.content_hash,
        channel_id=reply.channel_id,
        covers=Clearance.Covers.REPLY,
        kind=Clearance.Kind.DECISION,
        live=True,
    )
    if kind is None:
        return decided.first()
    return clearance.exempt(
        brand_id=reply.brand_id,
        organization_id=reply.organization_id,
        content_hash=reply.content_hash,
        channel_id=reply.channel_id,
        covers=Clearance.Covers.REPLY,
        kind=kind,
    )


def _kind(brand_id: int, *, approves: bool) -> Clearance.Kind | None:
    policy = BrandPolicy.objects.filter(brand_id=brand_id).values_list("reply_approval", flat=True).first()
    if policy == ReplyApproval.NONE:
        return Clearance.Kind.EXEMPT
    return Clearance.Kind.RULE if policy == ReplyApproval.OTHERS and approves else None
