"""A line from day to day. Where nothing is known the line stops and the ground is hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.frame import Frame, Scale, Value, points, runs, scale_of

LONGEST_LABELS = 5
"""So many days are written below the line."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A round value at the side, and how far down its rule is."""

    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A known day between two unknown ones."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Days `first` to `last` about which nothing is known, as a part of the ground."""

    first: int
    last: int
    x: float
    width: float
    middle: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that is written below the line: its number, place and which of its edges stands there."""

    index: int
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Looks:
    """How a line is drawn. `goal` is a level to reach. The last `ahead` points have not come: unknown, but no gap.

    Of the points in `partial` (by number) something is missing: their ground is shaded.
    """

    from_zero: bool = True
    goal: Value = None
    ahead: int = 0
    partial: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything to draw. Strings are coordinates for `points`; `ys` are heights day by day for scripts, "" unknown.

    `gaps` are days of which nothing is known, `parts` those of which something is missing.
    """

    frame: Frame
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    now: tuple[str, ...]
    areas: tuple[str, ...]
    before: tuple[str, ...]
    dots: tuple[Dot, ...]
    gaps: tuple[Gap, ...]
    parts: tuple[Gap, ...]
    goal: float | None
    first: float
    step: float
    ys: str


USUAL = Looks()


def lines(now: Sequence[Value], before: Sequence[Value], frame: Frame, looks: Looks = USUAL) -> Lines:
    """Draw `now` above `before`, point beside point."""
    scale = scale_of([*now, *before, looks.goal], from_zero=looks.from_zero)
    count = len(now)
    known = runs(now, known=True)
    gaps = runs(now[: count - looks.ahead], known=False)
    return Lines(
        frame=frame,
        ticks=tuple(Tick(value, frame.y(value, scale)) for value in scale.ticks),
        marks=_marks(count, frame),
        now=tuple(points(_along(now, run, count, frame, scale)) for run in known if run[0] != run[1]),
        areas=tuple(_area(now, run, frame, scale) for run in known if run[0] != run[1]),
        before=tuple(
            points(_along(before, run, count, frame, scale))
            for run in runs(before[:count], known=True)
            if run[0] != run[1]
        ),
        dots=tuple(Dot(frame.x(a, count), frame.y(now[a] or 0.0, scale)) for a, b in known if a == b),
        gaps=tuple(_gap(first, last, count, frame) for first, last in gaps),
        parts=tuple(_part(first, last, count, frame) for first, last in _partial(now, looks)),
        goal=None if looks.goal is None else frame.y(looks.goal, scale),
        first=frame.x(0, count) if count else 0.0,
        step=round(frame.step(count), 3),
        ys=",".join("" if value is None else f"{frame.y(value, scale):g}" for value in now),
    )


def _along(
    values: Sequence[Value], run: tuple[int, int], count: int, frame: Frame, scale: Scale
) -> list[tuple[float, float]]:
    known = [(index, values[index]) for index in range(run[0], run[1] + 1)]
    return [(frame.x(index, count), frame.y(value, scale)) for index, value in known if value is not None]


def _area(values: Sequence[Value], run: tuple[int, int], frame: Frame, scale: Scale) -> str:
    line = _along(values, run, len(values), frame, scale)
    return points([(line[0][0], frame.floor), *line, (line[-1][0], frame.floor)])


def _gap(first: int, last: int, count: int, frame: Frame) -> Gap:
    """From the last known day to the next one, or to the edge."""
    left = frame.x(max(first - 1, 0), count) if count > 1 else frame.left
    right = frame.x(min(last + 1, count - 1), count) if count > 1 else frame.end
    return Gap(first, last, round(left, 1), round(right - left, 1), round((left + right) / 2, 1))


def _partial(now: Sequence[Value], looks: Looks) -> list[tuple[int, int]]:
    known = [now[index] if index in looks.partial else None for index in range(len(now))]
    return runs(known, known=True)


def _part(first: int, last: int, count: int, frame: Frame) -> Gap:
    """Half a step around the points."""
    half = frame.step(count) / 2
    left = max(frame.x(first, count) - half, frame.left)
    right = min(frame.x(last, count) + half, frame.end)
    return Gap(first, last, round(left, 1), round(right - left, 1), round((left + right) / 2, 1))


def _marks(count: int, frame: Frame) -> tuple[Mark, ...]:
    """Days at even distances, the first and the last among them."""
    parts = min(count, LONGEST_LABELS) - 1
    if parts < 1:
        return tuple(Mark(index, frame.x(index, count), "middle") for index in range(count))
    indexes = [round(number * (count - 1) / parts) for number in range(parts + 1)]
    anchors = ["start", *["middle"] * (parts - 1), "end"]
    return tuple(
        Mark(index, frame.x(index, count), anchor) for index, anchor in zip(indexes, anchors, strict=True)
    )
