"""Numbers that other rooms reckon: how long approvals take, and how fast people are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import Brand
from analytics.kpis import KPIS, Kpi, Source, change
from analytics.selectors.pieces import STEPS, bounds, grain_of, pieces
from analytics.selectors.shapes import Coverage, Part, Point, Reading
from analytics.spans import Span, today
from approvals.selectors import figures as approvals
from approvals.selectors.figures import Decided
from connections.models import Channel
from inbox.selectors import figures as inbox
from inbox.selectors.figures import DayFigures

MINUTE = 60

T = TypeVar("T", Decided, DayFigures)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose numbers, of which days, compared with which, of which channels. `one` is set when a single one is asked for."""

    brand: Brand
    span: Span
    compare: Span | None
    channels: Sequence[Channel]
    one: Channel | None


@dataclass(frozen=True, slots=True)
class Rooms:
    """What other rooms told of some spans: how long each decision took, and the days on which people began to wait."""

    decided: Sequence[Decided]
    answered: Sequence[DayFigures]


def read(brand: Brand, decided: Sequence[Span], answered: Sequence[Span]) -> Rooms:
    """Decisions of some spans and answers of some, in one query; in none when neither is asked for."""
    asked: dict[str, Any] = {}
    if decided:
        asked["decided"] = approvals.decided_in(brand, [(span.first, span.last) for span in decided])
    if answered:
        asked["answered"] = inbox.answered_in(brand, [(span.first, span.last) for span in answered])
    row = Brand.objects.filter(pk=brand.pk).values(**asked).get() if asked else {}
    return Rooms(
        decided=approvals.decided_of(row.get("decided", ())),
        answered=inbox.answered_of(row.get("answered", ())),
    )


def readings(asked: Asked, rooms: Rooms) -> dict[str, Reading]:
    """By key, out of what was read."""
    return {"approval_time": _approval_time(asked, rooms), **_answers_of(asked, rooms)}


def reading(kpi: Kpi, asked: Asked, rooms: Rooms) -> Reading:
    """One of them."""
    if kpi.source == Source.APPROVALS:
        return _approval_time(asked, rooms)
    return _answers_of(asked, rooms)[kpi.key]


def _answers_of(asked: Asked, rooms: Rooms) -> dict[str, Reading]:
    now = _answers(asked, asked.span, rooms)
    before = _answers(asked, asked.compare, rooms) if asked.compare else []
    return {
        "response_time": _with_parts("response_time", asked, (now, before), _waited, _is_of),
        "sla_kept": _with_parts("sla_kept", asked, (now, before), _kept, _is_of),
    }


def _approval_time(asked: Asked, rooms: Rooms) -> Reading:
    """A review counts for each of the channels that its post goes to."""
    now = _decided(asked, asked.span, rooms)
    before = _decided(asked, asked.compare, rooms) if asked.compare else []
    return _with_parts("approval_time", asked, (now, before), _took, lambda row, one: one in row.channels)


def _decided(asked: Asked, span: Span, rooms: Rooms) -> list[Decided]:
    one = asked.one.pk if asked.one else None
    return [
        row
        for row in rooms.decided
        if span.first <= row.day <= span.last and (one is None or one in row.channels)
    ]


def _took(rows: Sequence[Decided]) -> float | None:
    return median(row.minutes for row in rows) * MINUTE if rows else None


def _answers(asked: Asked, span: Span, rooms: Rooms) -> list[DayFigures]:
    one = asked.one.pk if asked.one else None
    return [
        row for row in rooms.answered if span.first <= row.day <= span.last and one in (None, row.channel_id)
    ]


def _is_of(row: DayFigures, channel: UUID) -> bool:
    return row.channel_id == channel


def _waited(rows: Sequence[DayFigures]) -> float | None:
    return inbox.totals(list(rows)).median_seconds


def _kept(rows: Sequence[DayFigures]) -> float | None:
    return inbox.totals(list(rows)).kept_share


def _with_parts(
    key: str,
    asked: Asked,
    rows: tuple[Sequence[T], Sequence[T]],
    reckon: Callable[[Sequence[T]], float | None],
    is_of: Callable[[T, UUID], bool],
) -> Reading:
    """The whole, its course, and each channel's; `rows` are of the span and of the one it is compared with."""
    now, before = rows
    series = _series(asked.span, now, reckon)
    former = _series(asked.compare, before, reckon) if asked.compare else []
    found = _reading(KPIS[key], asked, (reckon(now), reckon(before)), series, former)
    parts = [
        Part(channel.pk, reckon([row for row in now if is_of(row, channel.pk)]), is_told=True)
        for channel in asked.channels
    ]
    return replace(found, parts=parts)


def _series(span: Span, rows: Sequence[T], reckon: Callable[[Sequence[T]], float | None]) -> list[Point]:
    grain = grain_of(span)
    points: dict[date, list[T]] = {piece.point: [] for piece in pieces(span, grain)}
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
