"""Addresses of organizations and brands are readable and free."""

from __future__ import annotations

import pytest

from accounts.services import addresses, brands, organizations
from core import doors, ledger
from core.doors import Door
from core.tenancy import scope
from tests import world


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kəhrəba Coffee", "kehreba-coffee"),
        ("IŞIQ İstanbul", "isiq-istanbul"),
        ("Çağdaş Ölçü GmbH & Co.", "cagdas-olcu-gmbh-co"),
        ("Кофе", "place"),
        ("x" * 80, "x" * 48),
    ],
)
def test_a_name_becomes_a_slug(name: str, slug: str) -> None:
    assert addresses.slug(name) == slug


@pytest.mark.django_db
def test_a_taken_or_reserved_name_gets_a_number() -> None:
    owner = world.person("owner")

    slugs = [
        organizations.create(name=name, owner=owner, brand_name="New", zone="UTC", language="en")
        for name in ("Kəhrəba", "Kehreba", "API")
    ]

    assert [brand.organization.slug for brand in slugs] == ["kehreba", "kehreba-2", "api-2"]
    assert [brand.slug for brand in slugs] == ["new-2", "new-3", "new-4"]


@pytest.mark.django_db
def test_a_new_organization_has_an_owner_a_brand_and_doors() -> None:
    brand = organizations.create(
        name="Kəhrəba",
        owner=world.person("nigar"),
        brand_name="Kəhrəba Coffee",
        zone="Asia/Baku",
        language="az",
    )

    organization = brand.organization
    assert doors.find(Door.Kind.ORGANIZATION, "kehreba") == doors.Way(
        organization.pk, str(organization.pk), "kehreba"
    )
    assert doors.find(Door.Kind.BRAND, "kehreba-coffee") == doors.Way(
        organization.pk, str(brand.pk), "kehreba-coffee"
    )
    with scope.enter(organization.pk):
        assert not brand.policy.approval_required
        assert [event.kind for event in ledger.of(f"brand:{brand.pk}")] == ["accounts.brand_created"]
        assert [event.by_name for event in ledger.of(f"organization:{organization.pk}")] == ["Nigar"]


@pytest.mark.django_db
def test_a_second_brand_has_another_colour() -> None:
    place = world.place("one")

    brand = brands.create(
        organization=place.organization, name="Two", zone="UTC", language="tr", by=ledger.SYSTEM
    )

    assert (brand.tone, brand.get_absolute_url()) == (1, "/b/two/")
