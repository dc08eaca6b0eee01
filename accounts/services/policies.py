"""What a brand demands of publishing."""

from __future__ import annotations

from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, BrandPolicy
from accounts.models.organization import Late, ReplyApproval
from core import ledger
from core.errors import Stale
from core.ledger import By


def of(brand: Brand) -> BrandPolicy:
    """The brand's policy; one that was never written down is as strict as the database takes it."""
    return BrandPolicy.objects.filter(brand=brand).first() or BrandPolicy(
        organization_id=brand.organization_id, brand=brand
    )


def set_approval(brand: Brand, *, required: bool, was: bool, by: By) -> None:
    """Whether everything must be approved before it goes out. The gate in the database reads it.

    Raises Stale when it is not `was` any more.
    """
    with transaction.atomic():
        mine = BrandPolicy.objects.select_for_update()
        policy, _is_new = mine.get_or_create(organization_id=brand.organization_id, brand=brand)
        if policy.approval_required != was:
            raise Stale(_("Someone else changed this rule since you opened it. Look at it again."))
        if was == required:
            return
        BrandPolicy.objects.filter(pk=policy.pk).update(approval_required=required)
        kind = "accounts.approval_required" if required else "accounts.approval_lifted"
        ledger.record(kind, f"brand:{brand.pk}", by=by, brand_id=brand.pk)


class ReplyRule(Protocol):
    """What follows from another rule for replies; runs in the transaction that changes it."""

    def __call__(self, brand: Brand, wanted: ReplyApproval, *, by: By) -> int:
        """Returns how many replies are held by it."""
        ...


_reply_rules: list[ReplyRule] = []


def on_reply_rule(follow: ReplyRule) -> None:
    """Called once at start-up by the room that has replies."""
    _reply_rules[:] = [follow]


def set_reply_approval(brand: Brand, *, wanted: ReplyApproval, by: By) -> int:
    """Whose replies need a yes before they go out; returns how many that wait already are held by it.

    The gate in the database reads it; the same again changes nothing.
    """
    with transaction.atomic():
        mine = BrandPolicy.objects.select_for_update()
        policy, _is_new = mine.get_or_create(organization_id=brand.organization_id, brand=brand)
        before = policy.reply_approval
        if before == wanted:
            return 0
        BrandPolicy.objects.filter(pk=policy.pk).update(reply_approval=wanted)
        ledger.record(
            "accounts.reply_rule_changed",
            f"brand:{brand.pk}",
            by=by,
            brand_id=brand.pk,
            before=before,
            after=wanted.value,
        )
        return sum(follow(brand, wanted, by=by) for follow in _reply_rules)


def set_late(brand: Brand, *, action: Late, minutes: int, by: By) -> None:
    """What becomes of posts that are more than `minutes` late. The same rule again changes nothing."""
    with transaction.atomic():
        mine = BrandPolicy.objects.select_for_update()
        policy, _is_new = mine.get_or_create(organization_id=brand.organization_id, brand=brand)
        before = {"action": policy.late_action, "minutes": policy.late_minutes}
        after = {"action": action.value, "minutes": minutes}
        if before == after:
            return
        BrandPolicy.objects.filter(pk=policy.pk).update(late_action=action, late_minutes=minutes)
        ledger.record(
            "accounts.late_rule_changed",
            f"brand:{brand.pk}",
            by=by,
            brand_id=brand.pk,
            before=before,
            after=after,
        )


def require_alt(brand: Brand, *, required: bool, by: By) -> None:
    """Whether pictures without a description may go out. The same answer again changes nothing."""
    with transaction.atomic():
        mine = BrandPolicy.objects.select_for_update()
        policy, _is_new = mine.get_or_create(organization_id=brand.organization_id, brand=brand)
        if policy.alt_required == required:
            return
        BrandPolicy.objects.filter(pk=policy.pk).update(alt_required=required)
        ledger.record(
            "accounts.alt_rule_changed", f"brand:{brand.pk}", by=by, brand_id=brand.pk, required=required
        )


def set_talk(brand: Brand, *, to_client: bool, by: By) -> None:
    """Whom a new comment is for, as long as its writer does not choose. The same answer again changes nothing."""
    with transaction.atomic():
        if (
            Brand.objects.filter(pk=brand.pk)
            .exclude(talks_to_client=to_client)
            .update(talks_to_client=to_client)
        ):
            ledger.record(
                "accounts.talk_changed", f"brand:{brand.pk}", by=by, brand_id=brand.pk, to_client=to_client
            )
