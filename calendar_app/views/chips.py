"""Posts as templates show them on home, calendar and list: everything ready, nothing to look up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Brand
from calendar_app.selectors.shown import Chip
from calendar_app.states import Shown
from connections.offered import PRACTICE
from media_library import addresses


@dataclass(frozen=True, slots=True)
class Row:
    """One post. `at` is in the brand's zone; `thumb` is "" for a post without a picture."""

    id: str
    title: str
    url: str
    thumb: str
    at: datetime | None
    time: str
    local: str
    networks: tuple[str, ...]
    icons: tuple[str, ...]
    shown: Shown
    word: str
    revision: int
    movable: bool


def rows(chips: Iterable[Chip], brand: Brand) -> list[Row]:
    """The chips as rows."""
    base = reverse("calendar_app:composer_new", args=[brand.slug]).removesuffix("new/")
    return [_row(chip, base) for chip in chips]


def _row(chip: Chip, base: str) -> Row:
    post = chip.post
    return Row(
        id=str(post.pk),
        title=post.headline or _("Without words"),
        url=f"{base}{post.pk}/",
        thumb=addresses.address(post.cover, "thumb") if post.cover else "",
        at=chip.at,
        time=f"{chip.at:%H:%M}" if chip.at else "",
        local=f"{chip.at:%Y-%m-%dT%H:%M}" if chip.at else "",
        networks=chip.networks,
        icons=tuple("flask-conical" if one == PRACTICE else f"n-{one}" for one in chip.networks),
        shown=chip.shown,
        word=str(chip.shown.word),
        revision=post.revision,
        movable=chip.movable,
    )
