"""The numbers, goals and ranked posts of a document, from what networks told."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from accounts.models import Brand
from analytics.kpis import Better, Unit
from analytics.reporting.document import Gap, GoalPace, Kpi, Point, Ranked
from analytics.selectors import goals, posts
from analytics.selectors.posts import OF_POSTS
from analytics.selectors.shapes import Reading
from analytics.spans import Span
from connections.models import Channel

MAIN = ("reach", "views", "engagements")
"""The first of these that a channel tells is the main number."""
OTHERS = ("engagement_rate", "engagements", "growth", "clicks", "sla_kept")
MOST_KPIS = 5
BEST, WORST, MOST_GOALS = 3, 2, 4
UNITS: Mapping[str, tuple[str, float]] = {
    Unit.COUNT: ("count", 1),
    Unit.SHARE: ("percent", 100),
    Unit.SECONDS: ("minutes", 1 / 60),
    Unit.PER_DAY: ("ratio", 1),
}
"""How a unit of the table of numbers stands in a document, and its factor."""


def kpis(found: Mapping[str, Reading]) -> tuple[Kpi, ...]:
    """The main number, then those that at least one channel tells. What nobody of them told this week is not known."""
    main = [key for key in MAIN if not found[key].is_silent and found[key].parts][:1]
    others = [key for key in OTHERS if key not in main and _is_told(found[key])]
    return tuple(_kpi(found[key]) for key in [*main, *others][:MOST_KPIS])


def _is_told(reading: Reading) -> bool:
    if reading.value is not None:
        return True
    return bool(reading.parts) and not reading.is_silent and reading.kpi.key != "sla_kept"


def _kpi(reading: Reading) -> Kpi:
    unit, factor = UNITS[reading.kpi.unit]
    series = tuple(Point(point.day, _times(point.value, factor)) for point in reading.series)
    return Kpi(
        key=reading.kpi.key,
        value=_times(reading.value, factor),
        before=_times(reading.before, factor),
        unit=unit,
        is_better="down" if reading.kpi.better == Better.LOWER else "up",
        series=series if reading.step == 1 else (),
    )


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else round(float(value) * factor, 4)


def gaps(found: Mapping[str, Reading], span: Span) -> tuple[Gap, ...]:
    """Channels that tell the main number, but told nothing in the whole week; then days that are not wholly known."""
    main = next((key for key in MAIN if not found[key].is_silent and found[key].parts), None)
    if main is None:
        return ()
    reading = found[main]
    silent = [part.channel_id for part in reading.parts if part.is_told and part.value is None]
    named = Channel.objects.filter(pk__in=silent).order_by("handle") if silent else ()
    lines = [Gap(f"@{one.handle}", one.network, span.first, span.last) for one in named]
    if reading.partial and not lines:
        lines.append(Gap("", "", min(reading.partial), max(reading.partial)))
    return tuple(lines)


def paces(brand: Brand, span: Span) -> tuple[GoalPace, ...]:
    """Goals that run at the end of the week."""
    running = [one for one in goals.pace(brand, span.last) if one.goal.first <= span.last]
    return tuple(_pace(one) for one in running[:MOST_GOALS])


def _pace(one: goals.Pace) -> GoalPace:
    unit, factor = UNITS[one.kpi.unit]
    return GoalPace(
        key=one.kpi.key,
        unit=unit,
        target=float(one.goal.target) * factor,
        value=_times(one.value, factor),
        expected=_times(one.expected, factor),
        until=one.goal.last,
        standing=str(one.standing),
    )


def ranked(brand: Brand, span: Span, main: str) -> tuple[tuple[Ranked, ...], tuple[Ranked, ...]]:
    """The best and the weakest posts of the week by the main number."""
    found = posts.ranked(brand, span, main if main in OF_POSTS else "engagements", BEST)
    unit, factor = UNITS[found.kpi.unit]

    def lines(rows: object) -> tuple[Ranked, ...]:
        return tuple(_ranked(brand, one, found.kpi.key, unit, factor) for one in rows)  # type: ignore[attr-defined]

    return lines(found.top), lines(found.bottom[:WORST])


def _ranked(brand: Brand, one: posts.Ranked, key: str, unit: str, factor: float) -> Ranked:
    post = one.delivery.post
    return Ranked(
        headline=post.headline,
        networks=(one.delivery.channel.network,),
        at=one.published_at,
        key=key,
        unit=unit,
        value=round(float(one.value) * factor, 4),
        typical=one.times_usual,
        cover=post.cover.sha256 if post.cover else "",
        path=reverse("calendar_app:post", args=[brand.slug, post.pk]),
    )
