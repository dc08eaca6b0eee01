"""Fill the demo organization, once. May be run again: it does nothing when the demo is there."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.grants import Role
from accounts.models import Brand, Membership, User
from accounts.services import organizations
from core.tenancy import scope
from smm.demo.filling import fill
from smm.demo_logins import LOGINS, PASSWORD

ZONE = "Asia/Baku"


class Command(BaseCommand):
    """See the module."""

    help = "Fill the demo organization (people, a brand, drafts with pictures)."

    def handle(self, *args: Any, **options: Any) -> None:
        """People first, then their organization, then drafts."""
        if not User.objects.filter(email=LOGINS[0].email).exists():
            self._fill()
        for login in LOGINS:
            self.stdout.write(f"  {login.role:<10} {login.email}  {PASSWORD}")

    @transaction.atomic
    def _fill(self) -> None:
        people = [person(login.email, login.name) for login in LOGINS]
        brand = organizations.create(
            name="Kəhrəba Coffee", owner=people[0], brand_name="Kəhrəba Coffee", zone=ZONE, language="az"
        )
        with scope.enter(brand.organization_id, [brand.pk]):
            Brand.objects.filter(pk=brand.pk).update(is_demo=True)
            for login, user in zip(LOGINS[1:], people[1:], strict=True):
                Membership.objects.create(
                    organization_id=brand.organization_id, user=user, role=Role(login.role)
                )
            fill(brand, people[-1])


def person(email: str, name: str) -> User:
    """Somebody whose address is proven."""
    user = User.objects.create_user(email, PASSWORD, name=name, zone=ZONE)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
