"""Wall time in words: which city's clock is meant, and how far it is from Greenwich that day."""

from __future__ import annotations

from datetime import datetime

from accounts import zones


def offset(zone: str, at: datetime) -> str:
    """`GMT+4`, `GMT+5:30` or `GMT` at that instant."""
    return zones.offset(zones.minutes_ahead(zone, at))


def label(zone: str, at: datetime) -> str:
    """`Baku, GMT+4`: what stands beside a time."""
    return f"{zones.place(zone)}, {offset(zone, at)}"
