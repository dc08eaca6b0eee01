"""Invitations into an organization. Accepting one proves the address, because its secret came there by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import faces
from accounts.access import by as by_person
from accounts.grants import Role
from accounts.models import Invitation, Membership, Organization, User
from accounts.services import people
from core import doors, ledger, mails
from core.doors import Door
from core.errors import DomainError, NotAllowed
from core.ledger import By
from core.tenancy import scope

DAYS = 7
KEPT_DAYS = 30
"""How long after its end the link still leads to a page that says why it does not work any more."""


@transaction.atomic
def invite(*, organization: Organization, email: str, role: Role, by: By, name: str = "") -> Invitation:
    """Invite an address for 7 days and write down the mail; an older open invitation of the address is revoked.

    Raises NotAllowed for members and for the role of owner, which is not given by mail.
    """
    address = email.strip().lower()
    if role == Role.OWNER:
        raise NotAllowed(_("An owner is made among members, not by invitation."))
    if Membership.objects.filter(user__email=address, deactivated_at=None).exists():
        raise NotAllowed(_("This person is already a member."))
    for older in _open().filter(email=address):
        revoke(older, by=by)
    invitation = Invitation.objects.create(
        organization=organization,
        email=address,
        name=name,
        role=role,
        invited_by_id=int(by.id),
        expires_at=timezone.now() + timedelta(days=DAYS),
    )
    _write(invitation, _door(invitation), by)
    ledger.record("accounts.person_invited", subject(invitation), by=by, email=address, role=role)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: By) -> None:
    """The link works no more. Raises NotAllowed when it was accepted or revoked before."""
    if not _open().filter(pk=invitation.pk).update(revoked_at=Now()):
        raise NotAllowed(_("This invitation is no longer open."))
    ledger.record("accounts.invitation_revoked", subject(invitation), by=by, email=invitation.email)


@transaction.atomic
def accept(invitation: Invitation, *, person: User) -> Membership:
    """The person becomes a member with the invited role. Raises DomainError with a sentence when she cannot.

    Only the person with the invited address may; who is a member already keeps her role.
    """
    refuse_closed(invitation)
    if person.email.lower() != invitation.email:
        raise NotAllowed(
            gettext("This invitation is for %(email)s. Sign in with that address.")
            % {"email": invitation.email}
        )
    if not _open().filter(pk=invitation.pk, expires_at__gt=Now()).update(accepted_at=Now()):
        raise NotAllowed(_("This invitation has been used already."))
    membership = _member(invitation, person)
    ledger.record(
        "accounts.invitation_accepted", subject(invitation), by=by_person(person), role=membership.role
    )
    return membership


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str, language: str) -> User:
    """Make the person of the invited address, which is proven by it, and let her accept. Returns her.

    Raises DomainError when the address has a person already: she must sign in, a link is not enough to become her.
    """
    refuse_closed(invitation)
    if knows(invitation.email):
        raise NotAllowed(_("There is an account for this address. Sign in to accept."))
    person = people.create(
        email=invitation.email, name=name, password=password, language=language, zone=_zone(invitation)
    )
    accept(invitation, person=person)
    return person


def refuse_closed(invitation: Invitation) -> None:
    """Raise a DomainError that says why this invitation cannot be accepted any more; nothing when it can."""
    if invitation.accepted_at is not None:
        raise DomainError(
            _("This invitation has been used already. Sign in to reach your brands."), code="used"
        )
    if invitation.revoked_at is not None:
        raise DomainError(_("This invitation was taken back. Ask for a new one."), code="revoked")
    if invitation.is_over:
        raise DomainError(_("This invitation has expired. Ask for a new one."), code="expired")


def knows(email: str) -> bool:
    """Whether somebody has an account with this address."""
    return User.objects.filter(email__iexact=email).exists()


def subject(invitation: Invitation) -> str:
    """How the ledger names it."""
    return f"invitation:{invitation.pk}"


def _open() -> Any:
    return Invitation.objects.filter(accepted_at=None, revoked_at=None)


def _door(invitation: Invitation) -> str:
    return doors.put_secret(
        Door.Kind.INVITATION,
        organization_id=scope.required().organization_id,
        target=str(invitation.pk),
        expires_at=invitation.expires_at + timedelta(days=KEPT_DAYS),
    )


def _member(invitation: Invitation, person: User) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        organization_id=invitation.organization_id, user=person, defaults={"role": invitation.role}
    )
    if not is_new and membership.deactivated_at is not None:
        membership.role, membership.deactivated_at = invitation.role, None
        membership.save(update_fields=["role", "deactivated_at"])
    found: Membership = membership
    return found


def _zone(invitation: Invitation) -> str:
    return invitation.invited_by.zone if invitation.invited_by else "UTC"


def _write(invitation: Invitation, secret: str, by: By) -> None:
    """The mail, in the receiver's language if we know her, else in the inviter's."""
    known = User.objects.filter(email__iexact=invitation.email).first()
    with translation.override(known.language if known else translation.get_language()):
        context = {
            "invitation": invitation,
            "inviter": by.name,
            "days": DAYS,
            "face": faces.of_organization(invitation.organization),
            "address": settings.BASE_URL + reverse("accounts:invitation_link", args=[secret]),
        }
        mails.letter(invitation.email, name="accounts/mail/invitation", context=context).send()
