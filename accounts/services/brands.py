"""Brands of an organization."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Brand, BrandPolicy, Organization
from accounts.models.organization import TONES
from accounts.services import addresses
from core import ledger
from core.doors import Door
from core.ledger import By
from core.tenancy import scope


@transaction.atomic
def create(
    *, organization: Organization, name: str, zone: str, language: str, by: By, tone: int | None = None
) -> Brand:
    """A new brand with its address and its policy (no approval required until somebody asks for it).

    Without a `tone` it gets the next one. Raises ValidationError for an unknown zone, language or tone. Opens the
    organization's scope itself.
    """
    with scope.enter(organization.pk):
        number = addresses.next_id(Brand)
        brand = Brand(
            pk=number,
            organization=organization,
            name=name,
            zone=zone,
            language=language,
            slug=addresses.claim(Door.Kind.BRAND, name, organization_id=organization.pk, target=number),
            tone=Brand.objects.count() % TONES if tone is None else tone,
        )
        brand.clean_fields(exclude=["organization"])
        brand.save(force_insert=True)
        BrandPolicy.objects.create(organization=organization, brand=brand, approval_required=False)
        ledger.record("accounts.brand_created", f"brand:{brand.pk}", by=by, brand_id=brand.pk, name=name)
    return brand
