"""Which roll-ups make up a span: days up to a quarter, else weeks, for years months; days where those do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from analytics.gains import DAY
from analytics.models import Grain
from analytics.spans import Span, month_of, today, week_of

BY_DAY = 92
BY_WEEK = 400
STEPS = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 30}
"""About how many days a point stands for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A roll-up that lies wholly inside the span; `point` is the day under which it is shown."""

    grain: Grain
    first: date
    last: date
    point: date

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def grain_of(span: Span) -> Grain:
    """How fine the span is shown."""
    if span.length <= BY_DAY:
        return Grain.DAY
    return Grain.WEEK if span.length <= BY_WEEK else Grain.MONTH


def pieces(span: Span, grain: Grain) -> list[Piece]:
    """All of them, in order; a week or a month is only used when it is over."""
    found: list[Piece] = []
    day, now = span.first, today(span.zone)
    while day <= span.last:
        piece = _from(day, span, grain, now)
        found.append(piece)
        day = piece.last + DAY
    return found


def _from(day: date, span: Span, grain: Grain, now: date) -> Piece:
    begin, end = bounds(day, grain)
    if day == begin and end <= span.last and end < now:
        return Piece(grain, begin, end, begin)
    return Piece(Grain.DAY, day, day, max(begin, span.first))


def bounds(day: date, grain: Grain) -> tuple[date, date]:
    """The first and the last day of the period around a day."""
    if grain == Grain.DAY:
        return day, day
    if grain == Grain.WEEK:
        return week_of(day), week_of(day) + 6 * DAY
    begin = month_of(day)
    return begin, month_of(begin + 31 * DAY) - DAY


def condition(found: list[Piece]) -> Q:
    """The rows of these pieces."""
    asked = Q(pk__in=[])
    for grain in Grain:
        firsts = [piece.first for piece in found if piece.grain == grain]
        if firsts:
            asked |= Q(grain=grain, first__in=firsts)
    return asked
