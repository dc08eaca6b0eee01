"""Taking the demo away again: the brand with its example data, and what was made around it."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models.functions import Now

from accounts.access import Access
from accounts.grants import Role
from accounts.models import Brand, Membership, User
from core.tenancy import scope
from smm.demo_logins import LOGINS
from smm.erasing import erase_brand, erase_organization

EMAILS = [login.email for login in LOGINS]


def remove(brand: Brand, *, access: Access) -> None:
    """The brand is gone; so is its organization if it has no other one; and the demo's people can sign in no more.

    They stay where they are an organization's only owners. Raises NotAllowed while a post of it is going out.
    """
    with transaction.atomic(), scope.enter(brand.organization_id):
        erase_brand(brand)
        if not Brand._base_manager.filter(organization=brand.organization_id).exists():
            erase_organization(access.organization)
        elif _real_owners().exists():
            members = Membership.objects.filter(user__email__in=EMAILS, deactivated_at=None)
            members.update(deactivated_at=Now())
    _close_accounts()


def _real_owners() -> models.QuerySet[Membership]:
    owners: models.QuerySet[Membership] = Membership.objects.filter(role=Role.OWNER, deactivated_at=None)
    return owners.exclude(user__email__in=EMAILS)


def _close_accounts() -> None:
    """Of the demo's people who are members of nothing any more: their password is known to everybody."""
    for person in User.objects.filter(email__in=EMAILS):
        with scope.leave(), scope.as_person(person.pk):
            is_member = Membership._base_manager.filter(user=person, deactivated_at=None).exists()
        if not is_member:
            person.is_active = False
            person.set_unusable_password()
            person.save(update_fields=["is_active", "password"])
