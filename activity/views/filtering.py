"""Filters that live in the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from accounts.access import Access
from accounts.models import Brand

FARTHEST = (date(2000, 1, 1), date(2100, 1, 1))


def link(base: str, words: Mapping[str, str]) -> str:
    """`base` with the words that say something."""
    said = {name: value for name, value in words.items() if value}
    return f"{base}?{urlencode(said)}" if said else base


def brand(access: Access, slug: str) -> Brand | None:
    """One of the brands that she may see, by its address; None for any other word."""
    return next((one for one in access.brands if one.slug == slug), None)


def day(text: str) -> date | None:
    """A day as `<input type="date">` writes it; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FARTHEST[0] <= found < FARTHEST[1] else None
