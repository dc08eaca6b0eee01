"""Charts with their words: what stands at the side and below, on a desk and on a phone, and the same as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from analytics import figures
from analytics.charts.bars import Bars, bars
from analytics.charts.frame import Frame, Value
from analytics.charts.lines import Lines, Looks, Mark, Tick, lines
from core.dates import dated

DESK = Frame(830, 278, left=44, right=6, top=14, bottom=30)
PHONE = Frame(358, 196, left=38, right=4, top=12, bottom=28)
SMALL = Frame(560, 190, left=44, right=6, top=12, bottom=28)
BELOW = 4
"""How far the feet of a word stand below the rule it names."""


@dataclass(frozen=True, slots=True)
class Side:
    """A round value at the side: its rule and its word."""

    y: float
    text_y: float
    word: str


@dataclass(frozen=True, slots=True)
class Under:
    """A day below the plot."""

    x: float
    anchor: str
    word: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing and its words."""

    drawn: Lines | Bars
    side: tuple[Side, ...]
    under: tuple[Under, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn: days, a value for each, and the values of the compared time beside them (may be shorter).

    Of `partial` points a part is missing; the last `ahead` points have not come.
    """

    days: Sequence[date]
    now: Sequence[Value]
    before: Sequence[Value]
    unit: str
    from_zero: bool = True
    goal: Value = None
    ahead: int = 0
    partial: frozenset[int] = frozenset()


def line(course: Course, frame: Frame) -> Drawing:
    """A line chart of this size."""
    drawn = lines(
        course.now,
        course.before,
        frame,
        looks=Looks(course.from_zero, course.goal, course.ahead, course.partial),
    )
    return Drawing(drawn, _side(drawn.ticks, course.unit), _under(drawn.marks, course.days))


def columns(course: Course, frame: Frame) -> Drawing:
    """A bar chart of this size."""
    drawn = bars(course.now, frame)
    return Drawing(drawn, _side(drawn.ticks, course.unit), _under(drawn.marks, course.days))


def rows(course: Course) -> list[tuple[str, ...]]:
    """Day, value and, where something is compared, the value beside it."""
    before = [*course.before, *([None] * len(course.now))] if course.before else []
    found = []
    for index, (day, value) in enumerate(zip(course.days, course.now, strict=True)):
        word = figures.exact(value, course.unit)
        if index in course.partial and value is not None:
            word = _("%(number)s (in part)") % {"number": word}
        compared = (figures.exact(before[index], course.unit),) if before else ()
        found.append((dated(day, "D j M Y"), word, *compared))
    return found


def _side(ticks: Sequence[Tick], unit: str) -> tuple[Side, ...]:
    return tuple(Side(tick.y, tick.y + BELOW, figures.on_axis(tick.value, unit)) for tick in ticks)


def _under(marks: Sequence[Mark], days: Sequence[date]) -> tuple[Under, ...]:
    return tuple(Under(mark.x, mark.anchor, dated(days[mark.index], "j M")) for mark in marks)
