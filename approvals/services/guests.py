"""Outsiders who may be asked without an account: invited, sent their link again, revoked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import faces
from accounts.models import Brand, Membership
from approvals.models import Ask, Guest
from approvals.services import links
from approvals.services.letters import speaking_to_guest
from core import ledger, mails
from core.errors import NotAllowed
from core.ledger import By


@dataclass(frozen=True, slots=True)
class Card:
    """Who is invited."""

    name: str
    email: str
    language: str


@transaction.atomic
def invite(brand: Brand, card: Card, *, inviter: Membership, by: By) -> Guest:
    """Make her a guest of the brand and write her the mail with her own link.

    Whoever was revoked before is a guest again. Raises NotAllowed for who is one already.
    """
    email = card.email.strip().lower()
    known = Guest.objects.select_for_update(of=("self",)).filter(brand=brand, email__iexact=email).first()
    if known is not None and known.revoked_at is None:
        raise NotAllowed(_("%(email)s is a guest already. You can send the link again.") % {"email": email})
    guest = known or Guest(organization_id=brand.organization_id, brand=brand, email=email)
    guest.name, guest.language, guest.revoked_at, guest.invited_by = card.name, card.language, None, inviter
    guest.save()
    _write(guest, brand, by)
    ledger.record(
        "approvals.guest_invited", guest.subject, by=by, brand_id=brand.pk, name=guest.name, email=email
    )
    return guest


@transaction.atomic
def send_again(guest: Guest, *, by: By) -> None:
    """A new link by mail; the older ones lead nowhere. Raises NotAllowed for who was revoked."""
    _refuse_revoked(guest)
    links.close(guest)
    _write(guest, guest.brand, by)
    ledger.record(
        "approvals.guest_sent_again", guest.subject, by=by, brand_id=guest.brand_id, name=guest.name
    )


@transaction.atomic
def revoke(guest: Guest, *, by: By) -> None:
    """None of her links opens anything from now on, and nobody waits for her. Raises NotAllowed when that is so already."""
    _refuse_revoked(guest)
    Guest.objects.filter(pk=guest.pk).update(revoked_at=Now())
    Ask.objects.filter(guest=guest, answered_at=None, dropped_at=None).update(dropped_at=Now())
    links.close(guest)
    ledger.record("approvals.guest_revoked", guest.subject, by=by, brand_id=guest.brand_id, name=guest.name)


def _refuse_revoked(guest: Guest) -> None:
    if guest.revoked_at is not None:
        raise NotAllowed(gettext_lazy("This guest was revoked. Invite the address again."))


def _write(guest: Guest, brand: Brand, by: By) -> None:
    with speaking_to_guest(guest, brand):
        context = {
            "face": faces.of_brand(brand),
            "guest": guest,
            "brand": brand,
            "inviter": by.name,
            "address": links.of_guest(guest),
            "days": links.DAYS,
        }
        mails.letter(guest.email, name="approvals/mail/guest", context=context, about="guest").send()
