"""The paper of a chart and its two directions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

Value = float | None
"""What is measured; None is unknown and never drawn as 0."""

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MIDDLE = 0.5
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` at the bottom to `high` at the top, with round values to write at the side."""

    low: float
    high: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing of `width` × `height` and the margins around what is plotted in it."""

    width: int
    height: int
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    @property
    def plot_width(self) -> int:
        """How wide the plot is."""
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        """How high the plot is."""
        return self.height - self.top - self.bottom

    @property
    def floor(self) -> int:
        """The lower edge of the plot."""
        return self.height - self.bottom

    @property
    def end(self) -> int:
        """The right edge of the plot."""
        return self.width - self.right

    def step(self, count: int) -> float:
        """The way from one of `count` points to the next."""
        return self.plot_width / max(count - 1, 1)

    def x(self, index: int, count: int) -> float:
        """Where the point number `index` of `count` stands; a single one in the middle."""
        if count == 1:
            return self.left + self.plot_width * MIDDLE
        return round(self.left + index * self.step(count), 1)

    def y(self, value: float, scale: Scale) -> float:
        """How far down `value` stands."""
        return round(self.floor - (value - scale.low) / (scale.high - scale.low) * self.plot_height, 1)


def scale_of(values: Iterable[Value], *, from_zero: bool = True, parts: int = 3) -> Scale:
    """A scale that holds all known values between round ticks, about `parts` + 1 of them.

    Without `from_zero` it may begin above 0, for levels (followers) whose changes are small beside them.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < SLACK:
        low, high = (low, low + 1.0) if from_zero else (low - 1.0, high + 1.0)
    step = _round_step((high - low) / parts)
    first, last = floor(low / step + SLACK), ceil(high / step - SLACK)
    ticks = tuple(round(number * step, 6) for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def runs(values: Iterable[Value], *, known: bool) -> list[tuple[int, int]]:
    """First and last index of each unbroken run of values that are known, or of those that are not."""
    found: list[tuple[int, int]] = []
    for index, value in enumerate(values):
        if (value is not None) != known:
            continue
        if found and found[-1][1] == index - 1:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return found


def points(values: Iterable[tuple[float, float]]) -> str:
    """Coordinates as polyline and polygon write them."""
    return " ".join(f"{x:g},{y:g}" for x, y in values)


def _round_step(wanted: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(wanted))
    return next(step for step in STEPS if step * power >= wanted - SLACK) * power
