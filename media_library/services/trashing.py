"""Throwing files away: thirty days in the trash, then gone; what a post still names keeps its bytes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from core import ledger
from core.ledger import By
from media_library.models import Asset

DAYS = 30


def trash(assets: Sequence[Asset], *, by: By) -> int:
    """Put files into the trash; returns how many were not there yet. Posts that show them keep them."""
    return _put(assets, "media_library.asset_trashed", by, trashed=True)


def restore(assets: Sequence[Asset], *, by: By) -> int:
    """Take files out of the trash again; returns how many were there."""
    return _put(assets, "media_library.asset_restored", by, trashed=False)


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
