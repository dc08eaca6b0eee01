"""The promise: a wall time in a zone, and the instant that it means. Only people move it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

TZDATA = version("tzdata")
FORMAT = "%Y-%m-%dT%H:%M"


class BadTime(DomainError):
    """What was typed is no time that can be kept."""

    code = "bad_time"


@dataclass(frozen=True, slots=True)
class Promise:
    """`local` is what was asked for (`2027-03-28T02:30`), `at` the instant it means.

    `shifted` is the wall time at which it really happens when `local` does not exist there (clocks go forward);
    `twice` says that `local` happens twice that day and the first is meant.
    """

    local: str
    zone: str
    at: datetime
    tzdata: str = TZDATA
    shifted: str = ""
    twice: bool = False


def promise(local: str, zone: str) -> Promise:
    """What `local` in `zone` means. A gap moves forward by its length, a fold means the first pass (PEP 495, fold=0).

    Raises BadTime when `local` is no date and time between the years 2000 and 2100.
    """
    wall = _parse(local)
    there = wall.replace(tzinfo=ZoneInfo(zone))
    at = there.astimezone(UTC)
    back = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    second = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    return Promise(
        local=wall.strftime(FORMAT),
        zone=zone,
        at=at,
        shifted=back.strftime(FORMAT) if back != wall else "",
        twice=back == wall and second != at,
    )


def local_of(at: datetime, zone: str) -> str:
    """The wall time of an instant, to the minute."""
    return at.astimezone(ZoneInfo(zone)).strftime(FORMAT)


def _parse(local: str) -> datetime:
    try:
        wall = datetime.fromisoformat(local.strip())
    except ValueError:
        raise BadTime(_("This is not a date and a time.")) from None
    if wall.tzinfo is not None or not 2000 <= wall.year <= 2100:
        raise BadTime(_("This is not a date and a time that can be kept."))
    return wall.replace(second=0, microsecond=0)
