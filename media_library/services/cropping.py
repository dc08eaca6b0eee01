"""Choosing the part of a picture for one shape."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import ledger
from core.ledger import By
from media_library.cropping import RATIOS, Box, fits
from media_library.errors import Misplaced
from media_library.models import Asset, Crop
from media_library.services.organizing import locked


def put(asset: Asset, ratio: str, box: Box, *, by: By) -> Crop:
    """Keep this part for this shape, instead of a former one. Raises Misplaced when it is no such part of a picture."""
    if ratio not in RATIOS or asset.is_video:
        raise Misplaced(_("Only pictures can be cropped, and only to the shapes that are offered."))
    if not box.is_inside or not fits(box, ratio, asset.width, asset.height):
        raise Misplaced(_("This part does not have the chosen shape. Draw it again."))
    part = box.rounded()
    with transaction.atomic():
        row = locked([asset])[0]
        crop, _new = Crop.objects.update_or_create(
            organization_id=row.organization_id,
            asset=row,
            ratio=ratio,
            defaults={"brand_id": row.brand_id, "x": part.x, "y": part.y, "w": part.w, "h": part.h},
        )
        ledger.record("media_library.asset_cropped", row.subject, by=by, brand_id=row.brand_id, ratio=ratio)
    kept: Crop = crop
    return kept


def clear(asset: Asset, ratio: str, *, by: By) -> None:
    """Forget the part for this shape."""
    with transaction.atomic():
        gone, _each = Crop.objects.filter(asset=asset, ratio=ratio).delete()
        if gone:
            ledger.record(
                "media_library.crop_cleared", asset.subject, by=by, brand_id=asset.brand_id, ratio=ratio
            )
