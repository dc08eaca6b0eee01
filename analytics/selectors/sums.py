"""Values out of roll-ups: one way of adding up for wholes, parts and points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from analytics.kpis import ENGAGEMENTS, Kpi, Unit
from analytics.selectors.pieces import Piece

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """A piece with its roll-up; None when nobody made one, so nothing is known."""

    piece: Piece
    row: Row | None

    def known_days(self, kpi: Kpi) -> int:
        """On how many of its days the number is wholly known."""
        if self.row is None or not _told(kpi, self.row):
            return 0
        return self.piece.length - max(int(self.row[name]) for name in _gaps(kpi))


def value_of(kpi: Kpi, filled: Sequence[Filled]) -> float | None:
    """The number over all these pieces; None when nothing was told."""
    rows = [each.row for each in filled if each.row is not None]
    if kpi.key == "growth_speed":
        days = sum(each.known_days(kpi) for each in filled)
        grown = total(rows, "growth")
        return grown / days if grown is not None and days else None
    if kpi.key == "followers":
        levels = [row["followers"] for row in rows if row["followers"] is not None]
        return levels[-1] if levels else None
    return of_sums(kpi, {name: total(rows, name) for name in kpi.columns})


def of_sums(kpi: Kpi, sums: Row) -> float | None:
    """The number out of the sums of its columns."""
    if kpi.unit == Unit.SHARE:
        above, below = (sums[name] for name in kpi.columns)
        return above / below if above is not None and below else None
    known = [sums[name] for name in kpi.columns if sums[name] is not None]
    return sum(known) if known else None


def total(rows: Sequence[Row], name: str) -> int | None:
    """The sum of what is known; None when nothing is."""
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known) if known else None


def known_days(kpi: Kpi, filled: Sequence[Filled], now: date) -> int:
    """Days that are over and wholly known."""
    return sum(each.known_days(kpi) for each in filled if each.piece.last < now)


def as_of(filled: Sequence[Filled]) -> datetime | None:
    """When the youngest figure was told."""
    return max((each.row["as_of"] for each in filled if each.row and each.row["as_of"]), default=None)


def _told(kpi: Kpi, row: Row) -> bool:
    return any(row[name] is not None for name in kpi.columns)


def _gaps(kpi: Kpi) -> tuple[str, ...]:
    if kpi.key == "engagement_rate":
        return ("rated_gaps",)
    names = ENGAGEMENTS if kpi.key == "engagements" else kpi.columns
    return tuple(f"{name}_gaps" for name in names)
