"""The numbers of a brand or a channel over a span of days, with what is known and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import Brand
from analytics.abilities import told_of_accounts, told_of_posts
from analytics.kpis import KPIS, Kpi, Source, Unit, change
from analytics.models import Grain
from analytics.selectors import elsewhere, sums, work
from analytics.selectors.gather import Gathered, Need, gather
from analytics.selectors.pieces import STEPS, grain_of, pieces
from analytics.selectors.shapes import Coverage, Part, Point, Reading
from analytics.selectors.sums import Filled
from analytics.selectors.work import Worked
from analytics.spans import Span, today
from connections.models import Channel
from connections.models.channel import Health

__all__ = [
    "Coverage",
    "Part",
    "Point",
    "Question",
    "Reading",
    "answer",
    "answers",
    "of_room",
    "question",
    "readings",
]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: the span, the one to compare with, and the channels that count."""

    brand: Brand
    span: Span
    compare: Span | None
    channel: Channel | None
    channels: Sequence[Channel]
    grain: Grain
    now: date
    sources: frozenset[Source] = frozenset(Source)

    @property
    def need(self) -> Need:
        """All that its numbers are made of."""
        whose = self.channel.pk if self.channel else None
        parts = tuple(channel.pk for channel in self.channels) if Source.NETWORKS in self.sources else ()
        return Need(self.span, self.grain, self.compare, whose, self.sources, parts)


def readings(
    brand: Brand,
    span: Span,
    *,
    compare: Span | None = None,
    channel: Channel | None = None,
    channels: Sequence[Channel] | None = None,
) -> dict[str, Reading]:
    """Every number of KPIS by its key, in their order, in a fixed number of queries whatever the number of channels.

    `compare` is `span.before()` or `span.year_before()`. `channels` are the brand's, where they are known already. Ask
    inside the brand's scope.
    """
    asked = question(brand, span, compare, channel, channels)
    return answers(asked, gather(brand, [asked.need]))


def answers(asked: Question, known: Gathered) -> dict[str, Reading]:
    """The same out of what was gathered for its need."""
    found = {
        **_of_networks(asked, known),
        **_of_posts(asked, known),
        **elsewhere.readings(_elsewhere(asked), known.rooms),
    }
    return {key: found[key] for key in KPIS if key in found}


def of_room(brand: Brand, span: Span, kpi: Kpi, channel: Channel | None) -> Question:
    """What asks for one number that no network tells, without its parts."""
    return Question(brand, span, None, channel, (), grain_of(span), today(span.zone), frozenset({kpi.source}))


def answer(asked: Question, kpi: Kpi, known: Gathered) -> Reading:
    """That number, out of what was gathered for its need."""
    if kpi.source == Source.POSTS:
        return _of_posts(asked, known)[kpi.key]
    return elsewhere.reading(kpi, _elsewhere(asked), known.rooms)


def question(
    brand: Brand,
    span: Span,
    compare: Span | None,
    channel: Channel | None,
    known: Sequence[Channel] | None,
) -> Question:
    """What `readings` answers; `known` are the channels that count, read here when it is None."""
    if channel is not None:
        known = [channel]
    elif known is None:
        known = list(Channel.objects.filter(brand=brand).order_by("handle"))
    return Question(brand, span, compare, channel, known, grain_of(span), today(span.zone))


def _elsewhere(asked: Question) -> elsewhere.Asked:
    return elsewhere.Asked(asked.brand, asked.span, asked.compare, asked.channels, asked.channel)


def _of_networks(asked: Question, known: Gathered) -> dict[str, Reading]:
    whose = asked.channel.pk if asked.channel else None
    now = known.rollups.filled(whose, pieces(asked.span, asked.grain))
    before = known.rollups.filled(whose, pieces(asked.compare, asked.grain)) if asked.compare else []
    kpis = [kpi for kpi in KPIS.values() if kpi.source == Source.NETWORKS]
    return {kpi.key: _reading(kpi, asked, now, before, known.rollups.sums) for kpi in kpis}


def _reading(
    kpi: Kpi,
    asked: Question,
    filled: Sequence[Filled],
    former: Sequence[Filled],
    parts: Mapping[UUID, Mapping[str, Any]],
) -> Reading:
    value, before = sums.value_of(kpi, filled), sums.value_of(kpi, former)
    over = sum(each.piece.length for each in filled if each.piece.last < asked.now)
    known = sums.known_days(kpi, filled, asked.now)
    return Reading(
        kpi=kpi,
        value=value,
        before=before,
        change=change(kpi, value, before),
        series=[Point(day, sums.value_of(kpi, some)) for day, some in _points(filled)],
        series_before=[Point(day, sums.value_of(kpi, some)) for day, some in _points(former)],
        step=STEPS[asked.grain],
        partial=frozenset(_lacking(kpi, filled, asked.now)),
        coverage=Coverage(known, over),
        as_of=sums.as_of(filled),
        parts=[_part(kpi, channel, parts.get(channel.pk), asked) for channel in asked.channels],
    )


def _points(filled: Sequence[Filled]) -> list[tuple[date, list[Filled]]]:
    points: dict[date, list[Filled]] = {}
    for each in filled:
        points.setdefault(each.piece.point, []).append(each)
    return list(points.items())


def _lacking(kpi: Kpi, filled: Sequence[Filled], now: date) -> list[date]:
    """Points that have a value and miss a part of it; days to come are not missed."""
    return [
        day
        for day, some in _points(filled)
        if sums.value_of(kpi, some) is not None
        and any(each.known_days(kpi) < each.piece.length for each in some if each.piece.last <= now)
    ]


def _part(kpi: Kpi, channel: Channel, found: Mapping[str, Any] | None, asked: Question) -> Part:
    value = None
    if found is not None and kpi.unit != Unit.PER_DAY:
        value = sums.of_sums(kpi, found)
    return Part(channel.pk, value, value is not None or _tells(kpi, channel))


def _tells(kpi: Kpi, channel: Channel) -> bool:
    """Whether the channel's network can tell it at all; a channel that is gone tells nothing more."""
    if channel.state == Health.DISCONNECTED:
        return False
    if kpi.key in {"followers", "growth", "growth_speed"}:
        return "followers" in told_of_accounts(channel.network)
    told = told_of_posts(channel.network)
    names = set(kpi.columns) if kpi.key != "engagement_rate" else {"reach"}
    return bool(told & names)


def _of_posts(asked: Question, known: Gathered) -> dict[str, Reading]:
    now, *former = known.worked[asked.need]
    kpis = [kpi for kpi in KPIS.values() if kpi.source == Source.POSTS]
    return {kpi.key: _work_reading(kpi, asked, now, former[0] if former else []) for kpi in kpis}


def _work_reading(kpi: Kpi, asked: Question, rows: Sequence[Worked], former: Sequence[Worked]) -> Reading:
    value = work.value_of(kpi.key, rows)
    before = work.value_of(kpi.key, former) if asked.compare else None
    over = sum(day < asked.now for day in asked.span.days())
    return Reading(
        kpi=kpi,
        value=value,
        before=before,
        change=change(kpi, value, before),
        series=_work_series(kpi, asked, asked.span, rows),
        series_before=_work_series(kpi, asked, asked.compare, former) if asked.compare else (),
        step=STEPS[asked.grain],
        partial=frozenset(),
        coverage=Coverage(over, over),
        as_of=None,
        parts=[_work_part(kpi, channel, rows) for channel in asked.channels],
    )


def _work_part(kpi: Kpi, channel: Channel, rows: Sequence[Worked]) -> Part:
    own = [row for row in rows if row.channel_id == channel.pk]
    return Part(channel.pk, work.value_of(kpi.key, own), is_told=True)


def _work_series(kpi: Kpi, asked: Question, span: Span, rows: Sequence[Worked]) -> list[Point]:
    """Days to come are not known yet."""
    by_point: dict[date, list[Worked]] = {}
    for row in rows:
        by_point.setdefault(row.point, []).append(row)
    points = dict.fromkeys(piece.point for piece in pieces(span, asked.grain))
    return [
        Point(day, work.value_of(kpi.key, by_point.get(day, [])) if day <= asked.now else None)
        for day in points
    ]
