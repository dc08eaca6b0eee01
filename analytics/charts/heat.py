"""How strong each hour of the week is, in six steps of one colour."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.charts.frame import Value

DEEPEST = 5
UNKNOWN = "x"


def level(value: Value, highest: float) -> str:
    """What stands in `data-h`: 0 (nothing) to 5 (the strongest), or x where it is unknown."""
    if value is None:
        return UNKNOWN
    if highest <= 0 or value <= 0:
        return "0"
    return str(min(max(round(value / highest * DEEPEST), 1), DEEPEST))


def highest(values: Iterable[Value]) -> float:
    """The strongest known value; 0 when nothing is known."""
    return max((value for value in values if value is not None), default=0.0)
