"""Stopping everything that would go out, and letting it go on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.grants import Can
from accounts.models import Hold
from core import ledger
from core.errors import NotAllowed
from core.tenancy import scope

LOCK = 7305
"""The class of the advisory locks that fences share and holds take alone, one for each organization."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is held: a region, a brand, or a channel with its brand; nothing named is the whole organization."""

    team_id: int | None = None
    brand_id: int | None = None
    channel_id: UUID | None = None


def place_hold(target: Target, *, access: Access, reason: str = "") -> Hold:
    """Stop what would go out. A hold that is in force already is returned as it is.

    When this returns, outside of any other transaction, no fence that has not seen the hold is committed any more.
    Raises PermissionDenied for who may not hold the target.
    """
    _check(access, target)
    with transaction.atomic():
        alone()
        hold, is_new = Hold.objects.get_or_create(
            organization=access.organization,
            ended_at=None,
            **asdict(target),
            defaults={"reason": reason, "started_by": access.person},
        )
        if is_new:
            _record("accounts.hold_placed", hold, access, reason=reason)
    return hold


def end_hold(hold: Hold, *, access: Access) -> None:
    """Let it go on. What waited behind the hold is not sent by this; people decide about each.

    Raises NotAllowed when it has ended already, PermissionDenied for who may not hold its target.
    """
    _check(access, Target(hold.team_id, hold.brand_id, hold.channel_id))
    with transaction.atomic():
        mine = Hold.objects.filter(pk=hold.pk, ended_at=None)
        if not mine.update(ended_at=Now(), ended_by=access.person):
            raise NotAllowed(_("Somebody has ended this pause already."))
        _record("accounts.hold_ended", hold, access)


def share() -> None:
    """For a fence: wait for a hold that is just being placed, and keep others out until our transaction ends.

    Ask before the statement that looks for holds. Raises TransactionManagementError outside a transaction.
    """
    _lock("SELECT pg_advisory_xact_lock_shared(%s, %s)")


def alone() -> None:
    """For a hold: wait for all fences on their way, and keep others out until our transaction ends."""
    _lock("SELECT pg_advisory_xact_lock(%s, %s)")


def may_hold(access: Access, target: Target) -> bool:
    """A brand and its channels: who may hold there. Regions and everything: who may hold in every brand."""
    if target.brand_id is None:
        return access.may_everywhere(Can.HOLD)
    return access.may_in(Can.HOLD, target.brand_id)


def _check(access: Access, target: Target) -> None:
    if not may_hold(access, target):
        raise PermissionDenied


def _record(kind: str, hold: Hold, access: Access, **facts: str) -> None:
    ledger.record(kind, hold.subject, by=access.by, brand_id=hold.brand_id, hold=hold.pk, **facts)


def _lock(statement: str) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("outside a transaction the lock would be gone at once")
    organization = scope.required().organization_id & 0x7FFF_FFFF  # the lock's second key has 31 bits
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK, organization])
