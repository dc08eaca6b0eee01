"""Time zones as people choose them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone, translation
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


@cache
def known() -> frozenset[str]:
    """The names of the IANA time zone database. Read once: looking through its files takes longer than many a page."""
    return frozenset(available_timezones())


def choices() -> list[Group]:
    """Places by region with their offset of today, for a select: [("Asia", [("Asia/Baku", "Baku (GMT+4)"), …]), …].

    UTC stands last.
    """
    return _choices(translation.get_language() or "en", timezone.now().date())


@lru_cache(maxsize=8)
def _choices(language: str, day: date) -> list[Group]:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    names = sorted(known())
    groups = [(str(shown), _in(region, names, language, now)) for region, shown in REGIONS.items()]
    return [*groups, ("UTC", [("UTC", "UTC")])]


def place(zone: str) -> str:
    """What a zone is called beside a clock: its city."""
    return str(CITIES.get(zone, zone.rpartition("/")[2].replace("_", " ")))


def offset(minutes: int) -> str:
    """GMT+4, GMT-3:30, GMT: how far a clock is ahead of UTC."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"GMT{sign}{hours}:{rest:02}" if rest else f"GMT{sign}{hours}" if hours else "GMT"


def minutes_ahead(zone: str, now: datetime) -> int:
    """How far the clocks of a zone are ahead of UTC at `now`."""
    return int((now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds() // 60)


def _in(region: str, names: list[str], language: str, now: datetime) -> list[tuple[str, str]]:
    prefix = f"{region}/"
    found = sorted(
        ((name, _shown(name, prefix)) for name in names if name.startswith(prefix)),
        key=lambda pair: sort_key(pair[1], language),
    )
    return [(name, f"{shown} ({offset(minutes_ahead(name, now))})") for name, shown in found]


def _shown(name: str, prefix: str) -> str:
    return place(name) if name in CITIES else name.removeprefix(prefix).replace("_", " ")
