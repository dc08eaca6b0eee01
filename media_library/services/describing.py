"""What a picture shows, in words and by its focal point."""

from __future__ import annotations

from django.db import transaction

from core import ledger
from core.ledger import By
from core.text import clean
from media_library import searching
from media_library.models import Asset
from media_library.services.organizing import locked

ALT_LENGTH = 2000


def describe(asset: Asset, alt: str, *, by: By) -> Asset:
    """The file with this alt text, at most 2,000 characters of it; a text ends a waiver."""
    words = clean(alt.replace("\x00", "")).strip()[:ALT_LENGTH]
    with transaction.atomic():
        row = locked([asset])[0]
        row.alt, row.alt_waived = words, row.alt_waived and not words
        row.folded = searching.folded(row.name, row.alt, row.tags)
        row.save(update_fields=["alt", "alt_waived", "folded"])
        ledger.record("media_library.asset_described", row.subject, by=by, brand_id=row.brand_id)
    return row


def waive(asset: Asset, *, waived: bool, by: By) -> Asset:
    """Say that a picture is decoration and needs no alt text, or that it does after all."""
    with transaction.atomic():
        row = locked([asset])[0]
        row.alt_waived = waived
        row.save(update_fields=["alt_waived"])
        ledger.record("media_library.alt_waived", row.subject, by=by, brand_id=row.brand_id, waived=waived)
    return row


def focus(asset: Asset, x: float, y: float, *, by: By) -> Asset:
    """The place that crops keep, as fractions from the top left corner; beyond the edge means the edge."""
    with transaction.atomic():
        row = locked([asset])[0]
        row.focal_x, row.focal_y = (min(1.0, max(0.0, value)) for value in (x, y))
        row.save(update_fields=["focal_x", "focal_y"])
        ledger.record("media_library.asset_focused", row.subject, by=by, brand_id=row.brand_id)
    return row
