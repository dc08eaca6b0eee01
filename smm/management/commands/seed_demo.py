"""Fill the demo organization, once. May be run again: it does nothing when the demo is there."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.access import by
from accounts.grants import Role
from accounts.models import Brand, Membership, User
from accounts.services import brands, organizations
from core.tenancy import scope
from smm.demo import life
from smm.demo.filling import fill
from smm.demo.life import Living
from smm.demo.words import BAKU, ISTANBUL
from smm.demo_logins import LOGINS, PASSWORD

ZONE = "Asia/Baku"


class Command(BaseCommand):
    """See the module."""

    help = "Fill the demo organization: people, two brands, and sixty days of life where the sandbox answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Journeys of the tests begin with drafts alone."""
        parser.add_argument("--without-history", action="store_true", help="One brand with drafts alone.")

    def handle(self, *args: Any, **options: Any) -> None:
        """People first, then their organization, then drafts, then what happened so far."""
        if not User.objects.filter(email=LOGINS[0].email).exists():
            began = time.monotonic()
            brand, people = self._fill()
            if not options["without_history"]:
                self._live(brand, people)
                self.stdout.write(f"  the demo was made in {time.monotonic() - began:.0f} s")
        for login in LOGINS:
            self.stdout.write(f"  {login.role:<10} {login.email}  {PASSWORD}")

    @transaction.atomic
    def _fill(self) -> tuple[Brand, list[User]]:
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
        return brand, people

    def _live(self, brand: Brand, people: list[User]) -> None:
        """A second brand in another country, and what happened in both."""
        with scope.enter(brand.organization_id):
            second = brands.create(
                organization=brand.organization,
                name="Kehribar İstanbul",
                zone="Europe/Istanbul",
                language="tr",
                by=by(people[0]),
            )
            Brand.objects.filter(pk=second.pk).update(is_demo=True)
        author = people[-1]
        life.fill(
            [
                Living(brand, ("kehreba-coffee", "kehreba-baku"), BAKU, author),
                Living(second, ("kehribar-istanbul",), ISTANBUL, author, wants_approval=True),
            ]
        )


def person(email: str, name: str) -> User:
    """Somebody whose address is proven."""
    user = User.objects.create_user(email, PASSWORD, name=name, zone=ZONE)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
