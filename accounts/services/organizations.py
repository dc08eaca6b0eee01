"""Organizations: the tenants."""

from __future__ import annotations

from django.db import transaction

from accounts.access import by
from accounts.grants import Role
from accounts.models import Brand, Membership, Organization, User
from accounts.services import addresses, brands
from core import ledger
from core.doors import Door
from core.tenancy import scope


@transaction.atomic
def create(*, name: str, owner: User, brand_name: str, zone: str, language: str) -> Brand:
    """A new organization with its owner and its first brand, which is returned (`brand.organization` is the new one).

    Raises ValidationError for an unknown zone or language.
    """
    number = addresses.next_id(Organization)
    with scope.enter(number):
        slug = addresses.claim(Door.Kind.ORGANIZATION, name, organization_id=number, target=number)
        organization = Organization(pk=number, name=name, slug=slug, zone=zone, language=language)
        organization.save(force_insert=True)
        Membership.objects.create(organization=organization, user=owner, role=Role.OWNER)
        ledger.record("accounts.organization_created", f"organization:{number}", by=by(owner), name=name)
        return brands.create(
            organization=organization, name=brand_name, zone=zone, language=language, by=by(owner)
        )
