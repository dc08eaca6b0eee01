"""A line as small as a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.frame import Frame, Scale, Value, points, runs

FRAME = Frame(80, 26, top=3, bottom=3)
MOST = 40
"""More points than this cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Spark:
    """Coordinates for `points`; the line is broken where nothing is known."""

    lines: tuple[str, ...]


def spark(values: Sequence[Value]) -> Spark:
    """The course of `values`, its lowest at the bottom and its highest at the top."""
    course = thinned(values)
    known = [value for value in course if value is not None]
    if not known:
        return Spark(())
    low, high = min(known), max(known)
    scale = Scale(low - 1, high + 1, ()) if low == high else Scale(low, high, ())
    count = len(course)
    return Spark(
        tuple(
            points(
                (FRAME.x(index, count), FRAME.y(course[index] or 0.0, scale))
                for index in range(first, last + 1)
            )
            for first, last in runs(course, known=True)
            if first != last
        )
    )


def thinned(values: Sequence[Value]) -> list[Value]:
    """At most MOST values: means of neighbours, unknown where none of them is known."""
    size = -(-len(values) // MOST) or 1
    if size == 1:
        return list(values)
    return [_mean(values[start : start + size]) for start in range(0, len(values), size)]


def _mean(values: Sequence[Value]) -> Value:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
