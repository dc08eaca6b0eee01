"""The end of a membership, its return, and what becomes of what the person leaves behind."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import leaving
from accounts.access import Access
from accounts.leaving import Fate, Leaving
from accounts.models import Membership, OwnershipOffer
from accounts.services import members
from core import ledger
from core.errors import NotAllowed
from core.tenancy import scope

Fates = Mapping[str, Fate]
"""What becomes of each kind of things (leaving.Belongings.key); kinds that are not named are kept as they are."""


def deactivate(member: Membership, fates: Fates, heir: Membership | None, *, access: Access) -> None:
    """End a membership. Her next request here finds nothing, whatever is open in her browser.

    Raises NotAllowed for the last owner, for oneself (see leave), without an heir where something is handed over, and
    what the rooms say no to; then nothing has changed.
    """
    if member.pk == access.membership.pk:
        raise NotAllowed(_("You cannot deactivate yourself. You can leave the organization."), code="oneself")
    with members.changing(member, access, "deactivate") as (row, _giver):
        _end(row, fates, heir, access, "accounts.person_deactivated")


def leave(fates: Fates, heir: Membership | None, *, access: Access) -> None:
    """One's own membership ends. Raises NotAllowed for the last owner."""
    member = access.membership
    with members.noted(member, access, "leave"), transaction.atomic():
        members.alone()
        row = Membership.objects.select_related("user").get(pk=member.pk)
        _end(row, fates, heir, access, "accounts.person_left")


def reactivate(member: Membership, *, access: Access) -> None:
    """She is a member again, with the role and the limits she had. Raises NotAllowed when she is one."""
    with members.changing(member, access, "reactivate") as (row, _giver):
        if row.deactivated_at is None:
            raise NotAllowed(_("This person is a member already."))
        members.refuse_above(access, row.role)
        Membership.objects.filter(pk=row.pk).update(deactivated_at=None)
        ledger.record(
            "accounts.person_reactivated", row.subject, by=access.by, who=str(row.user), role=row.role
        )


def _end(row: Membership, fates: Fates, heir: Membership | None, access: Access, event: str) -> None:
    if row.deactivated_at is not None:
        raise NotAllowed(_("This person is no member any more."))
    members.refuse_last_owner(row)
    with scope.enter(row.organization_id):
        done = _settle(Leaving(row.user, heir, access.by), fates)
        offers = OwnershipOffer.objects.filter(Q(giver=row) | Q(taker=row), ended_at=None)
        offers.update(ended_at=Now(), outcome=OwnershipOffer.Outcome.WITHDRAWN)
        Membership.objects.filter(pk=row.pk).update(deactivated_at=Now())
        leaving.gone(row.user)
        ledger.record(event, row.subject, by=access.by, who=str(row.user), left=done)


def _settle(going: Leaving, fates: Fates) -> dict[str, list[str | int]]:
    """Do what was chosen for each kind; returns fate and number by kind."""
    done: dict[str, list[str | int]] = {}
    for kind in leaving.kinds():
        fate = fates.get(kind.key, Fate.KEEP)
        act = kind.acts.get(fate)
        if act is None:
            continue
        if fate == Fate.HAND_OVER and going.heir is None:
            raise NotAllowed(_("Choose who takes over."), code="no_heir")
        done[kind.key] = [fate.value, act(going)]
    return done
