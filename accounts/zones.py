"""Time zones as people choose them."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Group = tuple[str, list[tuple[str, str]]]


HOME = {"Asia/Baku": _("Baku"), "Europe/Istanbul": _("Istanbul")}
"""The cities of our own countries, in their own letters; the others as the time zone database spells them."""


def choices() -> list[Group]:
    """Places by region, for a select: [("Asia", [("Asia/Baku", "Baku"), …]), …]; UTC stands last."""
    names = sorted(available_timezones())
    groups = [(region, _in(region, names)) for region in REGIONS]
    return [*groups, ("UTC", [("UTC", "UTC")])]


def place(zone: str) -> str:
    """What a zone is called beside a clock: its city."""
    return str(HOME.get(zone, zone.rpartition("/")[2].replace("_", " ")))


def _in(region: str, names: list[str]) -> list[tuple[str, str]]:
    prefix = f"{region}/"
    return [(name, _shown(name, prefix)) for name in names if name.startswith(prefix)]


def _shown(name: str, prefix: str) -> str:
    return place(name) if name in HOME else name.removeprefix(prefix).replace("_", " ")
