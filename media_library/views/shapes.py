"""The shapes that pictures are cropped to: what each is for, and the part that is taken."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media_library.cropping import RATIOS, Box, suggested
from media_library.models import Asset

NAMES: dict[str, str | Promise] = {
    "1:1": _("square"),
    "4:5": _("upright"),
    "9:16": _("story"),
    "16:9": _("wide"),
    "1.91:1": _("link"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One of them for a picture. `is_kept`: somebody drew it; else it follows the focal point."""

    ratio: str
    name: str
    box: Box
    is_kept: bool


def shapes(asset: Asset) -> list[Shape]:
    """All that are offered; asks for `crops` only when they were not read along."""
    kept = {one.ratio: Box(one.x, one.y, one.w, one.h) for one in asset.crops.all()}
    size, point = (asset.width, asset.height), (asset.focal_x, asset.focal_y)
    return [
        Shape(
            ratio,
            str(NAMES.get(ratio, ratio)),
            kept.get(ratio) or suggested(ratio, size, point),
            ratio in kept,
        )
        for ratio in RATIOS
    ]
