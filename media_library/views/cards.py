"""Files as templates show them in grids: everything ready, nothing to look up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from accounts.models import Brand
from core import clock
from media_library import addresses
from media_library.models import Asset
from media_library.services.trashing import DAYS


@dataclass(frozen=True, slots=True)
class Card:
    """One file. `uses` counts what shows it; `focal` is a CSS object-position; `days_left` is for the trash."""

    id: str
    name: str
    url: str
    thumb: str
    is_video: bool
    duration: str
    uses: int
    lacks_alt: bool
    focal: str
    days_left: int


def cards(assets: Sequence[Asset], brand: Brand, uses: Mapping[UUID, int]) -> list[Card]:
    """The assets as cards, in their order."""
    base = reverse("media_library:library", args=[brand.slug])
    return [_card(asset, base, uses.get(asset.pk, 0)) for asset in assets]


def lasting(duration_ms: int | None) -> str:
    """A video's length as people write it, "0:07" or "1:02:03"; "" when nobody knows it."""
    if duration_ms is None:
        return ""
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def focal(asset: Asset) -> str:
    """The focal point as a CSS object-position."""
    return f"{asset.focal_x:.2%} {asset.focal_y:.2%}"


def lacks_alt(asset: Asset) -> bool:
    """Whether it is a picture that people who cannot see it miss."""
    return not (asset.is_video or asset.alt or asset.alt_waived)


def _card(asset: Asset, base: str, uses: int) -> Card:
    return Card(
        id=str(asset.pk),
        name=asset.name,
        url=f"{base}{asset.pk}/",
        thumb=addresses.address(asset, "thumb"),
        is_video=asset.is_video,
        duration=lasting(asset.duration_ms),
        uses=uses,
        lacks_alt=lacks_alt(asset),
        focal=focal(asset),
        days_left=_days_left(asset),
    )


def _days_left(asset: Asset) -> int:
    """Days until it is gone for good; part of a day counts as one."""
    if asset.trashed_at is None:
        return DAYS
    left = asset.trashed_at + timedelta(days=DAYS) - clock.now()
    return max(0, -(-int(left.total_seconds()) // 86_400))
