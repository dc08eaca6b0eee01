"""Wall time in words: which city's clock is meant, and how far it is from Greenwich that day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts import zones


def offset(zone: str, at: datetime) -> str:
    """`GMT+4`, `GMT+5:30` or `GMT` at that instant."""
    minutes = int((at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "GMT"
    sign = "-" if minutes < 0 else "+"
    return f"GMT{sign}{hours}:{rest:02}" if rest else f"GMT{sign}{hours}"


def label(zone: str, at: datetime) -> str:
    """`Baku, GMT+4`: what stands beside a time."""
    return f"{zones.place(zone)}, {offset(zone, at)}"
