"""The cast: two organizations with brands and people in every role, made through the product's own services."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.grants import Role
from accounts.models import Brand, BrandPolicy, Membership, Organization, User
from core import doors
from core.doors import Door
from core.tenancy import scope

PASSWORD = "a good long password"


@dataclass(slots=True)
class Place:
    """An organization with one brand and a member in each role."""

    organization: Organization
    brand: Brand
    people: dict[str, User]

    def __getattr__(self, role: str) -> User:
        return self.people[role]


def person(name: str, **fields: object) -> User:
    """A person who can sign in with PASSWORD; its hash is cheap in tests."""
    return User.objects.create_user(f"{name}@example.com", PASSWORD, name=name.title(), **fields)


def place(slug: str, *, zone: str = "Asia/Baku", approval_required: bool = False) -> Place:
    """A new organization `slug` with a brand of the same name and people `<role>-<slug>`."""
    with scope.leave():
        people = {role: person(f"{role}-{slug}") for role in Role.values}
    number = doors.Door.objects.count() + 1
    with scope.enter(number):
        organization = Organization.objects.create(pk=number, name=slug.title(), slug=slug)
        brand = Brand.objects.create(organization=organization, name=slug.title(), slug=slug, zone=zone)
        BrandPolicy.objects.create(
            organization=organization, brand=brand, approval_required=approval_required
        )
        for role, user in people.items():
            Membership.objects.create(organization=organization, user=user, role=role)
        doors.put(Door.Kind.ORGANIZATION, slug, organization_id=number, target=str(number))
        doors.put(Door.Kind.BRAND, slug, organization_id=number, target=str(brand.pk))
    return Place(organization, brand, people)
