"""The cast: organizations with a brand and people in every role, made through the product's own services."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.grants import Role
from accounts.models import Brand, BrandPolicy, Membership, Organization, User
from accounts.services import organizations
from core.tenancy import scope

PASSWORD = "a good long password"


@dataclass(slots=True)
class Place:
    """An organization with one brand and a member in each role: `place.editor`, `place.owner`, …"""

    organization: Organization
    brand: Brand
    people: dict[str, User]

    def __getattr__(self, role: str) -> User:
        try:
            return self.people[role]
        except KeyError:
            raise AttributeError(role) from None


def person(name: str, **fields: object) -> User:
    """A person who can sign in with PASSWORD; its hash is cheap in tests."""
    return User.objects.create_user(f"{name}@example.com", PASSWORD, name=name.title(), **fields)


def place(slug: str, *, zone: str = "Asia/Baku", approval_required: bool = False) -> Place:
    """A new organization `slug` with a brand of the same name and people `<role>-<slug>`."""
    with scope.leave():
        people = {role: person(f"{role}-{slug}") for role in Role.values}
        brand = organizations.create(
            name=slug.title(), owner=people[Role.OWNER], brand_name=slug.title(), zone=zone, language="en"
        )
    with scope.enter(brand.organization_id):
        BrandPolicy.objects.filter(brand=brand).update(approval_required=approval_required)
        for role, user in people.items():
            if role != Role.OWNER:
                Membership.objects.create(organization=brand.organization, user=user, role=role)
    return Place(brand.organization, brand, people)
