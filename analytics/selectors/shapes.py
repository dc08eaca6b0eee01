"""What a number over a span of days looks like: what is known of it, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from analytics.kpis import Kpi


class Point(NamedTuple):
    """One day (or the first day of a week, see Reading.step); None is "not known", never zero."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of `due` days that are over, `known` are wholly known."""

    known: int
    due: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.known >= self.due


@dataclass(frozen=True, slots=True)
class Part:
    """What one channel contributes. `is_told` False: its network does not tell this number at all."""

    channel_id: UUID
    value: float | None
    is_told: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One number. `value` is the sum of everything that was told; None when nothing was.

    `before` is that of the span compared with; `change` the relative one (0.12 is +12 %), of shares the difference in
    fractions, None when either is unknown or before is zero. `series` has a point for each day of the span, or for each
    week or month of a long one (`step` days); `partial` names the points in which a part is missing. `as_of` is when the
    youngest figure was told.
    """

    kpi: Kpi
    value: float | None
    before: float | None
    change: float | None
    series: Sequence[Point]
    series_before: Sequence[Point]
    step: int
    partial: frozenset[date]
    coverage: Coverage
    as_of: datetime | None
    parts: Sequence[Part]

    @property
    def is_silent(self) -> bool:
        """Whether no network of the channels tells this number at all."""
        return bool(self.parts) and not any(part.is_told for part in self.parts)
