"""Invitations into an organization. Accepting one proves the address, because its secret came there by mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from accounts.access import Access
from accounts.access import by as by_person
from accounts.grants import Role
from accounts.models import Invitation, Membership, Organization, User
from accounts.services import members, people
from accounts.services.members import Reach
from core import doors, ledger, mails
from core.doors import Door
from core.errors import DomainError, NotAllowed
from core.ledger import Actor, By
from core.tenancy import scope

DAYS = 7
MOST = 50
"""Addresses at once."""
KEPT_DAYS = 30
"""How long after its end the link still leads to a page that says why it does not work any more."""


EVERYTHING = Reach()


class Uninvitable(DomainError):
    """Some addresses cannot be invited; `sentences` say which and why."""

    code = "uninvitable"

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class Offer:
    """What people are invited to: a role, what they will see, teams, the inviter's words, the language of the mail.

    `language` "" is the inviter's; whoever has an account gets hers.
    """

    role: Role
    reach: Reach = EVERYTHING
    team_ids: Sequence[int] = ()
    message: str = ""
    language: str = ""


@transaction.atomic
def invite_all(addresses: Sequence[str], offer: Offer, *, access: Access) -> list[Invitation]:
    """Invite all of them, or nobody. Raises Uninvitable naming each address that is a member or invited already.

    Raises NotAllowed for a role above the inviter's and for brands that she does not see.
    """
    members.refuse_above(access, offer.role)
    members.refuse_wider(access.membership, access, offer.reach)
    refuse_known(addresses)
    return [
        invite(organization=access.organization, email=address, role=offer.role, by=access.by, offer=offer)
        for address in addresses
    ]


def refuse_known(addresses: Sequence[str]) -> None:
    """Raise Uninvitable when some of them are members or have an open invitation."""
    active = Membership.objects.filter(deactivated_at=None)
    here = set(active.filter(user__email__in=addresses).values_list("user__email", flat=True))
    waiting = _open().filter(email__in=addresses, expires_at__gt=Now())
    invited = set(waiting.values_list("email", flat=True))
    sentences = [
        gettext("%(email)s is a member already.") % {"email": one} for one in addresses if one in here
    ]
    sentences += [
        gettext("%(email)s is invited already. You can send that invitation again.") % {"email": one}
        for one in addresses
        if one in invited - here
    ]
    if sentences:
        raise Uninvitable(sentences)


@transaction.atomic
def invite(
    *, organization: Organization, email: str, role: Role, by: By, name: str = "", offer: Offer | None = None
) -> Invitation:
    """Invite an address for 7 days and write down the mail; an older open invitation of the address is revoked.

    `offer` says what she will see, all brands without it. Raises NotAllowed for members and for the role of owner,
    which is not given by mail.
    """
    address = email.strip().lower()
    given = offer or Offer(role)
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
        all_brands=given.reach.all_brands,
        by_teams=given.reach.by_teams,
        brand_ids=sorted(given.reach.brands),
        team_ids=sorted(given.team_ids),
        message=given.message,
        language=given.language,
        invited_by_id=int(by.id),
        expires_at=timezone.now() + timedelta(days=DAYS),
    )
    _write(invitation, _door(invitation), by)
    ledger.record("accounts.person_invited", subject(invitation), by=by, email=address, role=role)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: By) -> None:
    """A fresh link for another 7 days; the old one leads nowhere. Raises NotAllowed when it was accepted or revoked."""
    until = timezone.now() + timedelta(days=DAYS)
    if not _open().filter(pk=invitation.pk).update(expires_at=until, sent_at=Now()):
        raise NotAllowed(_("This invitation is no longer open."))
    invitation.expires_at = until
    doors.revoke(Door.Kind.INVITATION, organization_id=invitation.organization_id, target=str(invitation.pk))
    _write(invitation, _door(invitation), by)
    ledger.record("accounts.invitation_sent_again", subject(invitation), by=by, email=invitation.email)


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
    members.alone()
    refuse_closed(invitation)
    if person.email.lower() != invitation.email:
        raise NotAllowed(
            gettext("This invitation is for %(email)s. Sign in with that address.")
            % {"email": invitation.email},
            code="another_person",
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


def note_refused(invitation: Invitation, error: DomainError, person: User | None) -> None:
    """Write down that somebody tried to use it in vain, and why she was refused."""
    who = by_person(person) if person else By(Actor.GUEST)
    ledger.record("accounts.invitation_refused", subject(invitation), by=who, rule=error.code)


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
    """Her membership as invited; an active one stays as it is."""
    rows = Membership.objects.filter(user=person)
    membership = rows.first() or Membership(organization_id=invitation.organization_id, user=person)
    if membership.pk is not None and membership.deactivated_at is None:
        found: Membership = membership
        return found
    membership.role, membership.deactivated_at = invitation.role, None
    membership.all_brands, membership.by_teams = invitation.all_brands, invitation.by_teams
    membership.save()
    members.write_brands(membership, dict.fromkeys(invitation.brand_ids))
    members.join_teams(membership, invitation.team_ids)
    return membership


def _zone(invitation: Invitation) -> str:
    return invitation.invited_by.zone if invitation.invited_by else "UTC"


def _write(invitation: Invitation, secret: str, by: By) -> None:
    """The mail, in the receiver's language if we know her, else in the one that was chosen, else in the inviter's."""
    known = User.objects.filter(email__iexact=invitation.email).first()
    with translation.override(known.language if known else invitation.language or translation.get_language()):
        context = {
            "invitation": invitation,
            "inviter": by.name,
            "message": invitation.message,
            "days": DAYS,
            "face": faces.of_organization(invitation.organization),
            "address": settings.BASE_URL + reverse("accounts:invitation_link", args=[secret]),
        }
        mails.letter(invitation.email, name="accounts/mail/invitation", context=context).send()
