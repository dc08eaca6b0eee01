"""When people answer: engagement by weekday and hour of the brand's zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Brand

FEWEST_POSTS = 30
FEWEST_IN_SLOT = 3
DAYS_BACK = 180


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour of a weekday (0 is Monday). `value` is the middle engagement of its posts; None without any.

    `level` 0 to 5 is for its colour; `is_sure` when at least 3 posts stand behind it.
    """

    weekday: int
    hour: int
    value: float | None
    posts: int
    level: int

    @property
    def is_sure(self) -> bool:
        """Whether enough posts stand behind it."""
        return self.posts >= FEWEST_IN_SLOT


@dataclass(frozen=True, slots=True)
class Heat:
    """Seven rows of 24 slots. `best` is empty unless `is_enough`: at least 30 posts have a value."""

    rows: Sequence[Sequence[Slot]]
    best: Sequence[Slot]
    posts: int
    zone: str
    since: date

    @property
    def is_enough(self) -> bool:
        """Whether there is enough data to say anything."""
        return self.posts >= FEWEST_POSTS


def best_times(brand: Brand, *, days: int = DAYS_BACK, limit: int = 3) -> Heat:
    """Of posts published in the last `days` days and older than 24 hours, in two queries."""
    raise NotImplementedError
