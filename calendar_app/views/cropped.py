"""Which part of a picture goes out: how the composer offers it, and how it comes back.

A choice is written "4:5@0.1,0,0.8,1": the shape, and the part as it was when it was offered. So a post keeps the part that
was seen, whatever becomes of the crop in the library. "whole" is the whole picture; "" for a channel: as on all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calendar_app.document import Crop
from calendar_app.selectors.composer import Tile, Wanted
from connections.models import Channel
from media_library.cropping import Box, fits
from media_library.models import Asset
from media_library.views.shapes import Shape, shapes

WHOLE, AS_ON_ALL = "whole", ""
CLOSE = 0.0002


@dataclass(frozen=True, slots=True)
class Choice:
    """One part that is offered."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """The choices for one channel; `channel` is None for all of them."""

    name: str
    channel: Channel | None
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Shown:
    """A file in the composer with everything its tile shows. `is_cut`: something of it is cropped."""

    asset: Asset
    alt: str
    thumb: str
    shared: Cut
    own: list[Cut]
    is_cut: bool
    box: Box | None


def shown(tile: Tile, known: Sequence[Channel]) -> Shown:
    """The tile with its choices for all channels and for each."""
    name = f"crop-{tile.asset.pk}"
    offered = [] if tile.asset.is_video else shapes(tile.asset)
    own = [Cut(f"{name}-{one.pk}", one, _own(tile, offered, str(one.pk))) for one in known]
    return Shown(
        asset=tile.asset,
        alt=tile.alt,
        thumb=tile.thumb,
        shared=Cut(name, None, _choices(tile.asset, offered, tile.crop)),
        own=own,
        is_cut=bool(tile.crop or tile.crops),
        box=Box(*tile.crop) if tile.crop else None,
    )


def wanted(sent: Mapping[str, str], name: str, known: Sequence[Channel]) -> Wanted:
    """The file `name` as the sheet says. A part that cannot be read is the whole."""
    own = {str(one.pk): sent.get(f"crop-{name}-{one.pk}", AS_ON_ALL) for one in known}
    crops = {pk: part(value) for pk, value in own.items() if value != AS_ON_ALL}
    return Wanted(name, sent.get(f"alt-{name}"), part(sent.get(f"crop-{name}", "")), crops)


def part(value: str) -> Crop:
    """The part that a choice names; () for the whole."""
    _ratio, _at, numbers = value.partition("@")
    try:
        x, y, w, h = (float(number) for number in numbers.split(","))
    except ValueError:
        return ()
    return (x, y, w, h) if Box(x, y, w, h).is_inside else ()


def _own(tile: Tile, offered: Sequence[Shape], channel_id: str) -> list[Choice]:
    has_own = channel_id in tile.crops
    choices = _choices(tile.asset, offered, tile.crops.get(channel_id, ()), is_set=has_own)
    return [Choice(AS_ON_ALL, _("as on all"), not has_own), *choices]


def _choices(asset: Asset, offered: Sequence[Shape], crop: Crop, *, is_set: bool = True) -> list[Choice]:
    """The whole, every shape, and the part that is chosen now if it is none of them any more."""
    parts = [(shape, _value(shape.ratio, shape.box.rounded())) for shape in offered]
    found = [
        Choice(value, f"{shape.ratio} {shape.name}", is_set and _same(crop, part(value)))
        for shape, value in parts
    ]
    if crop and not any(choice.chosen for choice in found):
        name = next((shape.ratio for shape in offered if _fits(asset, shape, crop)), "")
        label = _("%(ratio)s as kept here") % {"ratio": name} if name else _("as kept here")
        found.append(Choice(_value(name, Box(*crop)), label, is_set))
    return [Choice(WHOLE, _("whole picture"), is_set and not crop), *found]


def _fits(asset: Asset, shape: Shape, crop: Crop) -> bool:
    return bool(crop) and fits(Box(*crop), shape.ratio, asset.width, asset.height)


def _same(one: Crop, other: Crop) -> bool:
    return len(one) == len(other) and all(abs(a - b) < CLOSE for a, b in zip(one, other, strict=True))


def _value(ratio: str, box: Box) -> str:
    return f"{ratio}@{box.x:g},{box.y:g},{box.w:g},{box.h:g}"
