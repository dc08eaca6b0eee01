"""How a brand's goals stand: where the line says they should be, and where they will likely end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from analytics import forecast
from analytics.forecast import Band
from analytics.gains import DAY
from analytics.kpis import KPIS, Better, Kpi, Source
from analytics.models import Grain
from analytics.selectors import reading, sums
from analytics.selectors.gather import Gathered, Need, gather
from analytics.selectors.pieces import pieces
from analytics.selectors.shapes import Coverage, Point
from analytics.spans import Span, today
from strategy.models import Goal

NEAR = 0.05
"""So near to the line is on pace."""


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
    """Goals that run on that day or have not begun yet, those that end first at the front.

    Reckoned up to the end of `on`, or of yesterday while `on` is not over. At most four queries, whatever the number of
    goals.
    """
    goals = running(brand, on)
    return paces(brand, goals, on, gather(brand, needs(brand, goals, on)))


def running(brand: Brand, on: date) -> list[Goal]:
    """Those goals; one query."""
    rows = Goal.objects.filter(brand=brand, ended_at=None, last__gte=on, kpi__in=KPIS)
    return list(rows.select_related("channel", "owner").order_by("last", "created_at"))


def needs(brand: Brand, goals: Sequence[Goal], on: date) -> list[Need]:
    """What must be gathered to reckon how they stand."""
    spans = ((goal, _span(brand, goal, on)) for goal in goals)
    return [_need(brand, goal, span) for goal, span in spans if span is not None]


def paces(brand: Brand, goals: Sequence[Goal], on: date, known: Gathered) -> list[Pace]:
    """How they stand, out of what was gathered for their needs."""
    until = _until(brand, on)
    return [_pace(goal, until, _told(brand, goal, _span(brand, goal, on), known)) for goal in goals]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a goal's days so far: the number as a whole, day by day, and on how many days wholly."""

    value: float | None
    line: Sequence[Point]
    known: int


def _until(brand: Brand, on: date) -> date:
    return min(on, today(brand.zone) - DAY)


def _span(brand: Brand, goal: Goal, on: date) -> Span | None:
    """Its days so far; None before the first is over."""
    last = min(goal.last, _until(brand, on))
    return None if last < goal.first else Span(goal.first, last, brand.zone)


def _need(brand: Brand, goal: Goal, span: Span) -> Need:
    kpi = KPIS[goal.kpi]
    if kpi.source != Source.NETWORKS:
        return reading.of_room(brand, span, kpi, goal.channel).need
    return Need(span, Grain.DAY, channel_id=goal.channel_id, sources=frozenset({kpi.source}))


def _told(brand: Brand, goal: Goal, span: Span | None, known: Gathered) -> _Told:
    kpi = KPIS[goal.kpi]
    if span is None:
        return _Told(None, (), 0)
    if kpi.source != Source.NETWORKS:
        found = reading.answer(reading.of_room(brand, span, kpi, goal.channel), kpi, known)
        return _Told(found.value, found.series, found.coverage.known)
    filled = known.rollups.filled(goal.channel_id, pieces(span, Grain.DAY))
    line = [Point(each.piece.first, sums.value_of(kpi, [each])) for each in filled]
    return _Told(sums.value_of(kpi, filled), line, sum(each.known_days(kpi) for each in filled))


def _pace(goal: Goal, until: date, told: _Told) -> Pace:
    kpi, target = KPIS[goal.kpi], float(goal.target)
    length = (goal.last - goal.first).days + 1
    over = max(0, min((until - goal.first).days + 1, length))
    expected = _expected(kpi, target, told, over / length)
    band = _band(kpi, told, length - over)
    off = _off(kpi, told.value, expected)
    coverage = Coverage(told.known, over)
    return Pace(
        goal=goal,
        kpi=kpi,
        standing=_standing(off, coverage),
        value=told.value,
        expected=expected,
        off=off,
        low=band.low if band else None,
        likely=band.likely if band else None,
        high=band.high if band else None,
        line=told.line,
        coverage=coverage,
        days_left=length - over,
    )


def _expected(kpi: Kpi, target: float, told: _Told, part: float) -> float:
    """Sums grow from nothing, followers from where they began; shares and times are what they are from the first day."""
    if kpi.is_sum:
        return target * part
    if kpi.key != "followers":
        return target
    began = next((point.value for point in told.line if point.value is not None), target)
    return began + (target - began) * part


def _band(kpi: Kpi, told: _Told, left: int) -> Band | None:
    days = [point.value for point in told.line if point.value is not None]
    if told.value is None:
        return None
    if kpi.is_sum:
        return forecast.end_of_sum(told.value, days, left)
    if kpi.key == "followers":
        return forecast.end_of_sum(told.value, _steps(told.line), left)
    return forecast.end_of_middle(told.value, days)


def _steps(line: Sequence[Point]) -> list[float]:
    """From each day to the next, where both are known."""
    pairs = pairwise(point.value for point in line)
    return [after - before for before, after in pairs if before is not None and after is not None]


def _off(kpi: Kpi, value: float | None, expected: float) -> float | None:
    """How far from the line, as a fraction of it; above zero is good. None where the line is at zero."""
    if value is None or expected <= 0:
        return None
    off = value / expected - 1
    return -off if kpi.better == Better.LOWER else off


def _standing(off: float | None, coverage: Coverage) -> Standing:
    """Cannot tell: nothing known, or less than half of the days that are over."""
    if off is None or coverage.known * 2 < coverage.due:
        return Standing.CANNOT_TELL
    if abs(off) < NEAR:
        return Standing.ON_PACE
    return Standing.AHEAD if off > 0 else Standing.BEHIND
