"""Time zones as people choose them."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Group = tuple[str, list[tuple[str, str]]]


@cache
def choices() -> list[Group]:
    """Places by region, for a select: [("Asia", [("Asia/Baku", "Baku"), …]), …]; UTC stands last."""
    names = sorted(available_timezones())
    groups = [(region, _in(region, names)) for region in REGIONS]
    return [*groups, ("UTC", [("UTC", "UTC")])]


def place(zone: str) -> str:
    """What a zone is called beside a clock: its city."""
    return zone.rpartition("/")[2].replace("_", " ")


def _in(region: str, names: list[str]) -> list[tuple[str, str]]:
    prefix = f"{region}/"
    return [(name, name.removeprefix(prefix).replace("_", " ")) for name in names if name.startswith(prefix)]
