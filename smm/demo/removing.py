"""Taking the demo away again: the brand with its example data, and what was made around it."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.access import Access
from accounts.grants import Role
from accounts.models import Brand, Membership, User
from core.errors import NotAllowed
from core.tenancy import scope
from smm.demo_logins import LOGINS
from smm.erasing import erase_brand, erase_organization

EMAILS = [login.email for login in LOGINS]


def takes_organization(brand: Brand) -> bool:
    """Whether the organization goes with the brand: it has no other one, and nobody in it but the demo's people.

    Raises NotAllowed for the only brand of real people. Ask inside the organization's scope.
    """
    if Brand.objects.exclude(pk=brand.pk).exists() or Brand.trash.exists():
        return False
    if _members().exclude(user__email__in=EMAILS).exists():
        raise NotAllowed(_("This is your only brand. Add another one first."))
    return True


def remove(brand: Brand, *, access: Access) -> None:
    """The brand is gone; so is the organization that was made with it; and the demo's people can sign in no more.

    They stay where they are an organization's only owners. Raises NotAllowed for the only brand of real people, and
    while a post of it is going out.
    """
    with transaction.atomic(), scope.enter(brand.organization_id):
        is_whole = takes_organization(brand)
        erase_brand(brand)
        if is_whole:
            erase_organization(access.organization)
        elif _members().filter(role=Role.OWNER).exclude(user__email__in=EMAILS).exists():
            _members().filter(user__email__in=EMAILS).update(deactivated_at=Now())
    _close_accounts()


def _members() -> models.QuerySet[Membership]:
    rows: models.QuerySet[Membership] = Membership.objects.filter(deactivated_at=None)
    return rows


def _close_accounts() -> None:
    """Of the demo's people who are members of nothing any more: their password is known to everybody."""
    for person in User.objects.filter(email__in=EMAILS):
        with scope.leave(), scope.as_person(person.pk):
            is_member = Membership._base_manager.filter(user=person, deactivated_at=None).exists()
        if not is_member:
            person.is_active = False
            person.set_unusable_password()
            person.save(update_fields=["is_active", "password"])
