"""Handing the organization over: offered by an owner, accepted by another member, told to both."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import tellers
from accounts.access import Access
from accounts.grants import Role
from accounts.models import Membership, OwnershipOffer
from accounts.services import members
from core import ledger
from core.errors import NotAllowed

DAYS = 7
OFFERED, TAKEN, DECLINED, WITHDRAWN = (
    f"accounts.ownership_{word}" for word in ("offered", "taken", "declined", "withdrawn")
)


def offer(taker: Membership, *, access: Access) -> OwnershipOffer:
    """Offer the ownership to another active member for 7 days. Raises NotAllowed for others and while one is open.

    Ask for the password before.
    """
    with members.changing(taker, access, "offer_ownership") as (row, giver):
        if giver.role != Role.OWNER:
            raise NotAllowed(_("Only an owner can hand the organization over."), code="owner_only")
        if row.pk == giver.pk or row.deactivated_at is not None:
            raise NotAllowed(_("Choose another member."), code="not_a_member")
        if row.role == Role.OWNER:
            raise NotAllowed(_("This person is an owner already."), code="owner_already")
        if current() is not None:
            raise NotAllowed(_("There is an open offer already. Take it back first."), code="open_offer")
        _close_old()
        made = OwnershipOffer.objects.create(
            organization_id=row.organization_id,
            giver=giver,
            taker=row,
            expires_at=timezone.now() + timedelta(days=DAYS),
        )
        _record(OFFERED, made, access)
        _tell(OFFERED, made, access, row)
    return made


def accept(made: OwnershipOffer, *, access: Access) -> None:
    """The taker becomes owner, the giver admin. Raises NotAllowed when it is over, not hers, or the giver is no owner."""
    with members.noted(access.membership, access, "take_ownership"), transaction.atomic():
        members.alone()
        found = _open_for(made, access)
        giver, taker = found.giver, found.taker
        if giver.role != Role.OWNER or giver.deactivated_at is not None:
            raise NotAllowed(_("Who offered this is no owner any more."), code="giver_gone")
        _end(found, OwnershipOffer.Outcome.ACCEPTED)
        Membership.objects.filter(pk=taker.pk).update(role=Role.OWNER, all_brands=True, by_teams=False)
        Membership.objects.filter(pk=giver.pk).update(role=Role.ADMIN)
        _record(TAKEN, found, access)
        _tell(TAKEN, found, access, giver, taker)


def decline(made: OwnershipOffer, *, access: Access) -> None:
    """The taker does not want it. Raises NotAllowed when it is over or not hers."""
    with transaction.atomic():
        members.alone()
        found = _open_for(made, access)
        _end(found, OwnershipOffer.Outcome.DECLINED)
        _record(DECLINED, found, access)
        _tell(DECLINED, found, access, found.giver)


def withdraw(made: OwnershipOffer, *, access: Access) -> None:
    """An owner takes it back. Raises NotAllowed when it is over."""
    with transaction.atomic():
        members.alone()
        found = _locked(made)
        if access.membership.role != Role.OWNER:
            raise NotAllowed(_("Only an owner can take the offer back."), code="owner_only")
        _end(found, OwnershipOffer.Outcome.WITHDRAWN)
        _record(WITHDRAWN, found, access)
        _tell(WITHDRAWN, found, access, found.taker)


def current() -> OwnershipOffer | None:
    """The organization's open offer, with both people, or None."""
    rows = OwnershipOffer.objects.filter(ended_at=None, expires_at__gt=Now())
    found: OwnershipOffer | None = rows.select_related("giver__user", "taker__user").first()
    return found


def _close_old() -> None:
    """What ran out unanswered makes room."""
    old = OwnershipOffer.objects.filter(ended_at=None, expires_at__lte=Now())
    old.update(ended_at=Now(), outcome=OwnershipOffer.Outcome.EXPIRED)


def _locked(made: OwnershipOffer) -> OwnershipOffer:
    rows = OwnershipOffer.objects.select_related("giver__user", "taker__user")
    found: OwnershipOffer = rows.get(pk=made.pk)
    if not found.is_open(timezone.now()):
        raise NotAllowed(_("This offer is over."), code="offer_over")
    return found


def _open_for(made: OwnershipOffer, access: Access) -> OwnershipOffer:
    found = _locked(made)
    if found.taker_id != access.membership.pk or found.taker.deactivated_at is not None:
        raise NotAllowed(_("This offer is for somebody else."), code="not_hers")
    return found


def _end(found: OwnershipOffer, outcome: OwnershipOffer.Outcome) -> None:
    OwnershipOffer.objects.filter(pk=found.pk).update(ended_at=Now(), outcome=outcome)


def _record(event: str, found: OwnershipOffer, access: Access) -> None:
    giver, taker = str(found.giver.user), str(found.taker.user)
    ledger.record(event, found.subject, by=access.by, giver=giver, taker=taker)


def _tell(event: str, found: OwnershipOffer, access: Access, *whom: Membership) -> None:
    facts = {
        "giver": str(found.giver.user),
        "taker": str(found.taker.user),
        "organization": access.organization.name,
    }
    subject = f"ownership:{access.organization.slug}"
    tellers.tell([one.user for one in whom], event, subject=subject, cause=str(found.pk), facts=facts)
