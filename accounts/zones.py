"""Time zones as people choose them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Group = tuple[str, list[tuple[str, str]]]


HOME = {"Asia/Baku": _("Baku"), "Europe/Istanbul": _("Istanbul")}
"""The cities of our own countries, in their own letters; the others as the time zone database spells them."""


def choices() -> list[Group]:
    """Places by region with their offset of today, for a select: [("Asia", [("Asia/Baku", "Baku (GMT+4)"), …]), …].

    UTC stands last.
    """
    names, now = sorted(available_timezones()), timezone.now()
    groups = [(region, _in(region, names, now)) for region in REGIONS]
    return [*groups, ("UTC", [("UTC", "UTC")])]


def place(zone: str) -> str:
    """What a zone is called beside a clock: its city."""
    return str(HOME.get(zone, zone.rpartition("/")[2].replace("_", " ")))


def offset(minutes: int) -> str:
    """GMT+4, GMT-3:30, GMT: how far a clock is ahead of UTC."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"GMT{sign}{hours}:{rest:02}" if rest else f"GMT{sign}{hours}" if hours else "GMT"


def minutes_ahead(zone: str, now: datetime) -> int:
    """How far the clocks of a zone are ahead of UTC at `now`."""
    return int((now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds() // 60)


def _in(region: str, names: list[str], now: datetime) -> list[tuple[str, str]]:
    prefix = f"{region}/"
    return [
        (name, f"{_shown(name, prefix)} ({offset(minutes_ahead(name, now))})")
        for name in names
        if name.startswith(prefix)
    ]


def _shown(name: str, prefix: str) -> str:
    return place(name) if name in HOME else name.removeprefix(prefix).replace("_", " ")
