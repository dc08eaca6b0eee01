"""What becomes of one planned post when its brand moves to another time zone. Pure: no database, no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendar_app.promise import Promise, local_of, promise


class Keep(StrEnum):
    """What stays: the time on the clock, or the moment at which it happens."""

    CLOCK = "clock"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Window:
    """When a yes counts; None has no end on that side."""

    opens_at: datetime | None
    closes_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether `at` is inside."""
        too_early = self.opens_at is not None and at < self.opens_at
        too_late = self.closes_at is not None and at > self.closes_at
        return not too_early and not too_late


def moved(keep: Keep, *, local: str, at: datetime, zone: str) -> Promise:
    """The promise of a post planned for `local`, which is `at`, once its brand's zone is `zone`.

    Kept clock times follow the rules of `promise`: what does not exist moves forward, what happens twice is the first.
    A kept instant stays exactly the same; `twice` says that its new clock time happens twice that day.
    """
    if keep == Keep.CLOCK:
        return promise(local, zone)
    there = local_of(at, zone)
    wall = datetime.fromisoformat(there)
    passes = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
    return Promise(local=there, zone=zone, at=at, twice=len(passes) > 1)
