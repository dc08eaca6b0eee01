"""Throwing files away: thirty days in the trash, then gone; what a post still names keeps its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from accounts.models import Brand, Organization
from core import ledger
from core.ledger import SYSTEM, By
from core.tenancy import scope
from media_library import uses
from media_library.models import Asset, Content
from media_library.services import room

DAYS = 30
MOST_AT_ONCE = 500


def trash(assets: Sequence[Asset], *, by: By) -> int:
    """Put files into the trash; returns how many were not there yet. Posts that show them keep them."""
    return _put(assets, "media_library.asset_trashed", by, trashed=True)


def restore(assets: Sequence[Asset], *, by: By) -> int:
    """Take files out of the trash again; returns how many were there."""
    return _put(assets, "media_library.asset_restored", by, trashed=False)


def delete(assets: Sequence[Asset], *, by: By) -> int:
    """Forget files that are in the trash; returns how many. Bytes that a post still names stay with the post."""
    with transaction.atomic():
        rows = Asset.with_trash.filter(pk__in=[asset.pk for asset in assets], trashed_at__isnull=False)
        found = list(rows.select_for_update(of=("self",)).order_by("pk"))
        for row in found:
            ledger.record(
                "media_library.asset_deleted", row.subject, by=by, brand_id=row.brand_id, name=row.name
            )
        Asset.with_trash.filter(pk__in=[row.pk for row in found]).delete()
        _let_go({row.sha256 for row in found})
    return len(found)


def purge() -> None:
    """What was in the open organization's trash for thirty days, and bytes that nobody needs any more."""
    old = Asset.with_trash.filter(trashed_at__lt=Now() - timedelta(days=DAYS)).order_by("trashed_at")
    delete(list(old[:MOST_AT_ONCE]), by=SYSTEM)
    shown = Asset.with_trash.filter(sha256=OuterRef("sha256"))
    bare = Content.objects.filter(~Exists(shown)).values_list("sha256", flat=True)
    with transaction.atomic():
        _let_go(set(bare[:MOST_AT_ONCE]))


def _let_go(sha256s: set[str]) -> None:
    held = {sha256 for users in uses.everybody() for sha256 in users.holding(sorted(sha256s))}
    for sha256 in sorted(sha256s - held - _faces()):
        room.forget(sha256)


def _faces() -> set[str]:
    """Logos, of brands in the trash too: they have no asset."""
    organizations = Organization.objects.filter(pk=scope.required().organization_id)
    return {
        *Brand._base_manager.values_list("logo", flat=True),
        *organizations.values_list("logo", flat=True),
    }


def _put(assets: Sequence[Asset], kind: str, by: By, *, trashed: bool) -> int:
    with transaction.atomic():
        rows = Asset.with_trash.filter(pk__in=[asset.pk for asset in assets], trashed_at__isnull=trashed)
        found = list(rows.select_for_update(of=("self",)).order_by("pk"))
        Asset.with_trash.filter(pk__in=[row.pk for row in found]).update(
            trashed_at=Now() if trashed else None
        )
        for row in found:
            ledger.record(kind, row.subject, by=by, brand_id=row.brand_id, name=row.name)
    return len(found)
