"""How a brand's goals stand: where the line says they should be, and where they will likely end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from analytics.kpis import Kpi
from analytics.selectors.reading import Coverage, Point
from strategy.models import Goal

FEWEST_DAYS = 7


class Standing(StrEnum):
    """In one word."""

    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    CANNOT_TELL = "cannot_tell"


WORDS = {
    Standing.AHEAD: _("Ahead"),
    Standing.ON_PACE: _("On pace"),
    Standing.BEHIND: _("Behind"),
    Standing.CANNOT_TELL: _("Cannot tell"),
}


@dataclass(frozen=True, slots=True)
class Pace:
    """`value` so far; `expected` is where the straight line to the target stands now; `off` is value ÷ expected − 1.

    `low`, `likely` and `high` are where it will end; None before 7 known days. `line` is what was reached day by day.
    """

    goal: Goal
    kpi: Kpi
    standing: Standing
    value: float | None
    expected: float
    off: float | None
    low: float | None
    likely: float | None
    high: float | None
    line: Sequence[Point]
    coverage: Coverage
    days_left: int

    @property
    def word(self) -> str:
        """The standing in the reader's language."""
        return str(WORDS[self.standing])


def pace(brand: Brand, on: date) -> list[Pace]:
    """Goals that run on that day or have not begun yet, those that end first at the front."""
    raise NotImplementedError
