"""How far a goal is: a bar, a tick where today should be, a band where it will probably end."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.charts.frame import Value

WIDTH = 300.0
"""The drawing's width in the units of its viewBox; it is stretched to its place."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Places from the left, in units of WIDTH; None where there is nothing to draw."""

    reached: float | None
    tick: float | None
    band: float | None
    band_width: float
    target: float


def pace(
    value: Value, target: float, *, expected: Value = None, low: Value = None, high: Value = None
) -> Pace:
    """A forecast beyond the target makes the bar longer than the target, so that both fit."""
    longest = max(target, value or 0.0, high or 0.0, 1e-9)

    def at(amount: Value) -> float | None:
        return None if amount is None else round(max(min(amount / longest, 1.0), 0.0) * WIDTH, 1)

    start, end = at(low), at(high)
    has_band = start is not None and end is not None
    return Pace(
        reached=at(value),
        tick=at(expected),
        band=start if has_band else None,
        band_width=round((end or 0.0) - (start or 0.0), 1) if has_band else 0.0,
        target=at(target) or 0.0,
    )
