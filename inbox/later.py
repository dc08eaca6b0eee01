"""When a conversation that is put aside comes back: a few usual moments on the brand's clock, and any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.dates import dated

MORNING = time(9)
SOON = timedelta(hours=3)
LAST_HOUR = 21
"""Later than this "later today" is no help."""


@dataclass(frozen=True, slots=True)
class Later:
    """One offer: its key, what it is called, the moment in words and as an instant."""

    key: str
    word: str | Promise
    when: str
    at: datetime


def offers(now: datetime, zone: str) -> list[Later]:
    """What is offered at `now`: later today (not in the evening), tomorrow and Monday at nine."""
    here = now.astimezone(ZoneInfo(zone))
    found = [
        _offer("tomorrow", _("Tomorrow morning"), _morning(here, 1)),
        _offer("monday", _("Monday morning"), _morning(here, 7 - here.weekday())),
    ]
    soon = (here + SOON).replace(minute=0, second=0, microsecond=0)
    if soon.date() == here.date() and soon.hour <= LAST_HOUR:
        found.insert(0, _offer("today", _("Later today"), soon))
    return found


def at_of(key: str, now: datetime, zone: str) -> datetime | None:
    """The moment that `key` names at `now`; None for a key that is not offered."""
    return next((one.at for one in offers(now, zone) if one.key == key), None)


def _morning(here: datetime, days: int) -> datetime:
    day = here.date() + timedelta(days=days)
    return datetime.combine(day, MORNING, here.tzinfo)


def _offer(key: str, word: str | Promise, at: datetime) -> Later:
    return Later(key, word, dated(at, "D j M, H:i"), at.astimezone(UTC))
