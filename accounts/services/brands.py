"""Brands of an organization."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.access import Access
from accounts.models import Brand, BrandPolicy, Organization, ReplyApproval
from accounts.models.organization import TONES
from accounts.services import addresses, holds
from accounts.services.holds import Target
from core import ledger
from core.doors import Door
from core.errors import NotAllowed
from core.ledger import By
from core.tenancy import scope

DAYS = 30
"""How long a brand stays in the trash."""


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
        BrandPolicy.objects.create(
            organization=organization,
            brand=brand,
            approval_required=False,
            reply_approval=ReplyApproval.NONE,
        )
        ledger.record("accounts.brand_created", f"brand:{brand.pk}", by=by, brand_id=brand.pk, name=name)
    return brand


def trash(brand: Brand, *, access: Access) -> None:
    """Into the trash for 30 days: nobody finds it, and nothing of it goes out any more.

    Raises NotAllowed for the organization's only brand, PermissionDenied for who may not hold it.
    """
    with transaction.atomic():
        holds.place_hold(
            Target(brand_id=brand.pk), access=access
        )  # alone from here on, so two are not trashed at once
        if not Brand.objects.exclude(pk=brand.pk).exists():
            raise NotAllowed(_("This is your only brand. Add another one first."))
        Brand.objects.filter(pk=brand.pk).update(trashed_at=Now())
        ledger.record("accounts.brand_trashed", f"brand:{brand.pk}", by=access.by, brand_id=brand.pk)


def restore(brand: Brand, *, by: By) -> None:
    """Out of the trash. Its publishing stays paused until somebody ends that.

    Raises NotAllowed when it is not in the trash any more.
    """
    with transaction.atomic():
        if not Brand.trash.filter(pk=brand.pk).update(trashed_at=None):
            raise NotAllowed(_("Somebody took this brand out of the trash already."))
        ledger.record("accounts.brand_restored", f"brand:{brand.pk}", by=by, brand_id=brand.pk)


def over() -> QuerySet[Brand]:
    """The brands of the open organization whose time in the trash is over."""
    rows: QuerySet[Brand] = Brand.trash.filter(trashed_at__lt=Now() - timedelta(days=DAYS))
    return rows
