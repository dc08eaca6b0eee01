"""Numbers that other rooms reckon: how long approvals take, and how fast people are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from accounts.models import Brand
from analytics.kpis import KPIS, Kpi, Source, change
from analytics.selectors.pieces import STEPS, bounds, grain_of, pieces
from analytics.selectors.shapes import Coverage, Part, Point, Reading
from analytics.spans import Span, today
from approvals.selectors import figures as approvals
from connections.models import Channel
from inbox.selectors import figures as inbox
from inbox.selectors.figures import DayFigures

MINUTE = 60

Reckon = Callable[[Sequence[DayFigures]], float | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose numbers, of which days, compared with which, of which channels. `one` is set when a single one is asked for."""

    brand: Brand
    span: Span
    compare: Span | None
    channels: Sequence[Channel]
    one: Channel | None


def readings(asked: Asked) -> dict[str, Reading]:
    """By key; at most six queries."""
    return {"approval_time": _approval_time(asked), **_answers_of(asked)}


def reading(kpi: Kpi, asked: Asked) -> Reading:
    """One of them, by the queries of its own room."""
    return _approval_time(asked) if kpi.source == Source.APPROVALS else _answers_of(asked)[kpi.key]


def _answers_of(asked: Asked) -> dict[str, Reading]:
    now, before = _answers(asked)
    return {
        "response_time": _answered("response_time", asked, now, before, _waited),
        "sla_kept": _answered("sla_kept", asked, now, before, _kept),
    }


def _approval_time(asked: Asked) -> Reading:
    """The whole brand's: a review is of a post, whatever its channels. Day by day it is not told."""
    value = before = None
    if asked.one is None:
        value = _decided(asked.brand, asked.span)
        before = _decided(asked.brand, asked.compare) if asked.compare else None
    return _reading(KPIS["approval_time"], asked, (value, before), (), ())


def _decided(brand: Brand, span: Span) -> float | None:
    minutes = approvals.approval_minutes(brand, *span.moments())
    return median(minutes) * MINUTE if minutes else None


def _answers(asked: Asked) -> tuple[list[DayFigures], list[DayFigures]]:
    """Of both spans; in one go where one follows the other."""
    span, compare = asked.span, asked.compare
    channel = asked.one.pk if asked.one else None
    if compare is not None and compare == span.before():
        rows = inbox.figures(asked.brand, compare.first, span.last, channel=channel)
        now = [row for row in rows if row.day >= span.first]
        return now, [row for row in rows if row.day < span.first]
    former = (
        inbox.figures(asked.brand, compare.first, compare.last, channel=channel)
        if compare is not None
        else []
    )
    return inbox.figures(asked.brand, span.first, span.last, channel=channel), former


def _waited(rows: Sequence[DayFigures]) -> float | None:
    return inbox.totals(list(rows)).median_seconds


def _kept(rows: Sequence[DayFigures]) -> float | None:
    return inbox.totals(list(rows)).kept_share


def _answered(
    key: str, asked: Asked, now: Sequence[DayFigures], before: Sequence[DayFigures], reckon: Reckon
) -> Reading:
    series = _series(asked.span, now, reckon)
    former = _series(asked.compare, before, reckon) if asked.compare else []
    found = _reading(KPIS[key], asked, (reckon(now), reckon(before)), series, former)
    parts = [
        Part(channel.pk, reckon([row for row in now if row.channel_id == channel.pk]), is_told=True)
        for channel in asked.channels
    ]
    return replace(found, parts=parts)


def _series(span: Span, rows: Sequence[DayFigures], reckon: Reckon) -> list[Point]:
    grain = grain_of(span)
    points: dict[date, list[DayFigures]] = {piece.point: [] for piece in pieces(span, grain)}
    for row in rows:
        points[max(bounds(row.day, grain)[0], span.first)].append(row)
    return [Point(day, reckon(some)) for day, some in points.items()]


def _reading(
    kpi: Kpi,
    asked: Asked,
    values: tuple[float | None, float | None],
    series: Sequence[Point],
    former: Sequence[Point],
) -> Reading:
    """All days that are over are covered: this program itself counts them."""
    over = sum(day < today(asked.span.zone) for day in asked.span.days())
    return Reading(
        kpi=kpi,
        value=values[0],
        before=values[1],
        change=change(kpi, *values),
        series=series,
        series_before=former,
        step=STEPS[grain_of(asked.span)],
        partial=frozenset(),
        coverage=Coverage(over, over),
        as_of=None,
        parts=(),
    )
