"""Time zones as people choose them."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.cities import CITIES
from core.text import sort_key

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}

Group = tuple[str, list[tuple[str, str]]]


def choices() -> list[Group]:
    """Places by region, for a select: [("Asia", [("Asia/Baku", "Baku"), …]), …]; UTC stands last."""
    return _choices(translation.get_language() or "en")


@lru_cache(maxsize=8)
def _choices(language: str) -> list[Group]:
    names = sorted(available_timezones())
    groups = [(str(shown), _in(region, names, language)) for region, shown in REGIONS.items()]
    return [*groups, ("UTC", [("UTC", "UTC")])]


def place(zone: str) -> str:
    """What a zone is called beside a clock: its city."""
    return str(CITIES.get(zone, zone.rpartition("/")[2].replace("_", " ")))


def _in(region: str, names: list[str], language: str) -> list[tuple[str, str]]:
    prefix = f"{region}/"
    found = [(name, _shown(name, prefix)) for name in names if name.startswith(prefix)]
    return sorted(found, key=lambda pair: sort_key(pair[1], language))


def _shown(name: str, prefix: str) -> str:
    return place(name) if name in CITIES else name.removeprefix(prefix).replace("_", " ")
