"""Bars side by side, up for more and down for less; what is unknown is a hatched slot over the whole height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.frame import Frame, Value, scale_of
from analytics.charts.lines import Mark, Tick

FULL = 0.72
"""The part of its slot that a bar fills."""
WIDEST = 28.0
LABELS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `is_known` is False for a hatched slot, `is_down` for less than nothing."""

    index: int
    x: float
    y: float
    width: float
    height: float
    is_known: bool
    is_down: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Everything to draw; `zero` is where bars stand. `first`, `step` and `ys` are for scripts, as with lines."""

    frame: Frame
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    zero: float
    first: float
    step: float
    ys: str


def bars(values: Sequence[Value], frame: Frame) -> Bars:
    """One slot a value, in order."""
    scale = scale_of(values, parts=2)
    slot = frame.plot_width / max(len(values), 1)
    zero = frame.y(0.0, scale)
    centres = [round(frame.left + (index + 0.5) * slot, 1) for index in range(len(values))]
    made = []
    for index, value in enumerate(values):
        width = round(min(slot * FULL, WIDEST), 1)
        top = frame.top if value is None else frame.y(value, scale)
        height = frame.plot_height if value is None else max(abs(top - zero), 0.0)
        made.append(
            Bar(
                index=index,
                x=round(centres[index] - width / 2, 1),
                y=frame.top if value is None else min(top, zero),
                width=width,
                height=round(height, 1),
                is_known=value is not None,
                is_down=value is not None and value < 0,
            )
        )
    return Bars(
        frame=frame,
        ticks=tuple(Tick(value, frame.y(value, scale)) for value in scale.ticks),
        marks=_marks(centres),
        bars=tuple(made),
        zero=zero,
        first=centres[0] if centres else 0.0,
        step=round(slot, 3),
        ys=",".join("" if value is None else f"{frame.y(value, scale):g}" for value in values),
    )


def _marks(centres: Sequence[float]) -> tuple[Mark, ...]:
    count = len(centres)
    parts = max(min(count, LABELS) - 1, 1)
    indexes = sorted({round(number * (count - 1) / parts) for number in range(parts + 1)}) if count else []
    return tuple(
        Mark(index, centres[index], "end" if index == count - 1 and index else "middle") for index in indexes
    )
