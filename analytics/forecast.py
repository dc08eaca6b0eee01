"""Where a number will likely end, out of what its days were. Pure: no database, no clock.

The method is simple and robust on purpose. A day to come is like the mean of the last 28 known days without the highest
and the lowest tenth of them; how far days differ is their median distance from the median (times 1.4826, which makes it
the standard deviation of a bell curve). Days differ independently, so n of them differ by its √n-fold; the band holds the
end in four of five cases (1.28 standard deviations). Before seven known days nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median

FEWEST_DAYS = 7
MOST_DAYS = 28
CUT = 0.1
AS_DEVIATION = 1.4826
FOUR_OF_FIVE = 1.28


@dataclass(frozen=True, slots=True)
class Band:
    """The end: likely, and between which values in four of five cases."""

    low: float
    likely: float
    high: float


def end_of_sum(reached: float, days: Sequence[float], left: int) -> Band | None:
    """Of a number that adds up: what was reached, the known days (oldest first), and how many are left."""
    recent = list(days)[-MOST_DAYS:]
    if len(recent) < FEWEST_DAYS:
        return None
    likely = reached + usual(recent) * left
    wide = FOUR_OF_FIVE * deviation(recent) * sqrt(left)
    return Band(likely - wide, likely, likely + wide)


def end_of_middle(reached: float, days: Sequence[float]) -> Band | None:
    """Of a share or a time: it stays what it is, as surely as its days allow."""
    recent = list(days)[-MOST_DAYS:]
    if len(recent) < FEWEST_DAYS:
        return None
    wide = FOUR_OF_FIVE * deviation(recent) / sqrt(len(recent))
    return Band(reached - wide, reached, reached + wide)


def usual(days: Sequence[float]) -> float:
    """The mean without the outer tenths."""
    cut = int(len(days) * CUT)
    held = sorted(days)[cut : len(days) - cut]
    return fmean(held)


def deviation(days: Sequence[float]) -> float:
    """How far days lie from the middle one."""
    middle = median(days)
    return AS_DEVIATION * median(abs(day - middle) for day in days)
