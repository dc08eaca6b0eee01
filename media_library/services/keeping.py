"""The asset page's verb: everything that was typed about a file is kept at once, or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from core.ledger import By
from core.text import fold
from media_library.models import Asset, Folder
from media_library.selectors import waivers
from media_library.services import describing, organizing


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about a file. The focal point in fractions from the top left corner; `reason` belongs to `waived`."""

    name: str
    folder: Folder | None
    tags: Sequence[str]
    alt: str
    waived: bool
    reason: str
    focal: tuple[float, float]


def keep(asset: Asset, facts: Facts, *, by: By) -> None:
    """Only what differs is written and told. Raises what organizing raises; then nothing has changed."""
    with transaction.atomic():
        if facts.name != asset.name:
            organizing.rename(asset, facts.name, by=by)
        if (facts.folder.pk if facts.folder else None) != asset.folder_id:
            organizing.move([asset], facts.folder, by=by)
        _retag(asset, facts.tags, by)
        if facts.alt != asset.alt:
            describing.describe(asset, facts.alt, by=by)
        if not facts.alt:
            _waive(asset, facts, by)
        if facts.focal != (asset.focal_x, asset.focal_y):
            describing.focus(asset, *facts.focal, by=by)


def _waive(asset: Asset, facts: Facts, by: By) -> None:
    """A waiver from before reasons were asked for stays as it is until somebody gives one."""
    if not facts.waived:
        if asset.alt_waived:
            describing.unwaive(asset, by=by)
        return
    known = waivers.of(asset)
    if facts.reason and facts.reason != (known.reason if known else ""):
        describing.waive(asset, facts.reason, by=by)


def _retag(asset: Asset, tags: Sequence[str], by: By) -> None:
    wanted = {fold(tag) for tag in tags}
    gone = [tag for tag in asset.tags if fold(tag) not in wanted]
    had = {fold(tag) for tag in asset.tags}
    added = [tag for tag in tags if fold(tag) not in had]
    if gone or added:
        organizing.tag([asset], add=added, remove=gone, by=by)
