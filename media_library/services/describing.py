"""What a picture shows, in words and by its focal point."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import ledger
from core.ledger import By
from core.text import clean
from media_library import searching
from media_library.errors import Misplaced
from media_library.models import Asset
from media_library.services.organizing import locked

ALT_LENGTH = 2000
REASON_LENGTH = 200


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


def waive(asset: Asset, reason: str, *, by: By) -> Asset:
    """Say why a picture needs no alt text; the ledger keeps who said it and when. Raises Misplaced without a reason."""
    words = clean(reason.replace("\x00", "")).strip()[:REASON_LENGTH]
    if not words:
        raise Misplaced(_("Say why this picture needs no description."))
    with transaction.atomic():
        row = _waived(asset, True)
        ledger.record("media_library.alt_waived", row.subject, by=by, brand_id=row.brand_id, reason=words)
    return row


def unwaive(asset: Asset, *, by: By) -> Asset:
    """Say that a picture needs an alt text after all."""
    with transaction.atomic():
        row = _waived(asset, False)
        ledger.record("media_library.alt_wanted", row.subject, by=by, brand_id=row.brand_id)
    return row


def focus(asset: Asset, x: float, y: float, *, by: By) -> Asset:
    """The place that crops keep, as fractions from the top left corner; beyond the edge means the edge."""
    with transaction.atomic():
        row = locked([asset])[0]
        row.focal_x, row.focal_y = (min(1.0, max(0.0, value)) for value in (x, y))
        row.save(update_fields=["focal_x", "focal_y"])
        ledger.record("media_library.asset_focused", row.subject, by=by, brand_id=row.brand_id)
    return row


def _waived(asset: Asset, waived: bool) -> Asset:
    row = locked([asset])[0]
    row.alt_waived = waived
    row.save(update_fields=["alt_waived"])
    return row
