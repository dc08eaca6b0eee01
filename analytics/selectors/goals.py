"""How a brand's goals stand: where the line says they should be, and where they will likely end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from analytics import forecast
from analytics.forecast import Band
from analytics.gains import DAY
from analytics.kpis import KPIS, Better, Kpi, Source
from analytics.models import BrandPeriod, ChannelPeriod, Grain
from analytics.selectors import reading, sums
from analytics.selectors.pieces import Piece
from analytics.selectors.shapes import Coverage, Point
from analytics.selectors.sums import Filled, Row
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

    Reckoned up to the end of `on`, or of yesterday while `on` is not over. In two queries for all goals whose numbers
    networks tell; others cost the queries of their room each.
    """
    goals = list(
        Goal.objects.filter(brand=brand, ended_at=None, last__gte=on, kpi__in=KPIS)
        .select_related("channel", "owner")
        .order_by("last", "created_at")
    )
    until = min(on, today(brand.zone) - DAY)
    days = _days(brand, goals, until)
    return [_pace(goal, until, _told(brand, goal, until, days)) for goal in goals]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a goal's days so far: the number as a whole, day by day, and on how many days wholly."""

    value: float | None
    line: Sequence[Point]
    known: int


def _days(brand: Brand, goals: Sequence[Goal], until: date) -> dict[UUID | None, dict[date, Row]]:
    """Roll-ups by day of the brand (None) and of the channels that have goals."""
    first = min((goal.first for goal in goals), default=until)
    between = {"brand": brand, "grain": Grain.DAY, "first__range": (first - DAY, until)}
    channels = {goal.channel_id for goal in goals if goal.channel_id}
    found: dict[UUID | None, dict[date, Row]] = {}
    if any(goal.channel_id is None for goal in goals):
        found[None] = {row["first"]: row for row in BrandPeriod.objects.filter(**between).values()}
    if channels:
        rows = ChannelPeriod.objects.filter(**between, channel_id__in=channels).values()
        for row in rows:
            found.setdefault(row["channel_id"], {})[row["first"]] = row
    return found


def _told(brand: Brand, goal: Goal, until: date, days: Mapping[UUID | None, Mapping[date, Row]]) -> _Told:
    kpi, last = KPIS[goal.kpi], min(goal.last, until)
    if last < goal.first:
        return _Told(None, (), 0)
    span = Span(goal.first, last, brand.zone)
    if kpi.source != Source.NETWORKS:
        found = reading.of_room(brand, span, kpi, goal.channel)
        return _Told(found.value, found.series, found.coverage.known)
    rows = days.get(goal.channel_id, {})
    filled = [Filled(Piece(Grain.DAY, day, day, day), rows.get(day)) for day in span.days()]
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
