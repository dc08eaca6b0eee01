"""The chosen number day by day, and followers gained, as charts with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from analytics import figures
from analytics.charts.frame import Value
from analytics.kpis import Kpi, Unit
from analytics.selectors.goals import Pace
from analytics.selectors.reading import Reading
from analytics.spans import today
from analytics.views import charting
from analytics.views.asking import Asked, between
from analytics.views.cards import change, word_of
from analytics.views.charting import DESK, PHONE, SMALL, Course, Drawing

WEEK, MONTH = 7, 30


@dataclass(frozen=True, slots=True)
class Trend:
    """A line on a desk and on a phone, and its rows. Without anything known only `summary` is shown."""

    key: str
    title: str
    summary: str
    is_known: bool
    desk: Drawing
    phone: Drawing
    now_words: str
    before_words: str
    goal_words: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    unknown: str
    partly: str


@dataclass(frozen=True, slots=True)
class Growth:
    """Bars and their rows."""

    title: str
    summary: str
    is_known: bool
    desk: Drawing
    phone: Drawing
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def trend(reading: Reading, asked: Asked, pace: Pace | None) -> Trend:
    """The course of one number in the asked days, beside that of the compared ones."""
    kpi, compared = reading.kpi, asked.compared
    level = _level(pace, reading.step) if pace else None
    course = _course(reading, asked, goal=level, compared=compared is not None)
    return Trend(
        key=kpi.key,
        title=_title(kpi, reading.step),
        summary=_summary(reading),
        is_known=_is_known(course.now),
        desk=charting.line(course, DESK),
        phone=charting.line(course, PHONE),
        now_words=asked.words,
        before_words=between(compared.first, compared.last) if compared and _is_known(course.before) else "",
        goal_words=_goal_words(kpi, level),
        heads=_heads(reading, compared=compared is not None),
        rows=charting.rows(course),
        unknown=figures.unknown(),
        partly=_("in part"),
    )


def growth(reading: Reading, asked: Asked) -> Growth:
    """Followers gained and lost."""
    course = _course(reading, asked, goal=None, compared=False)
    is_known = _is_known(course.now)
    return Growth(
        title=str(reading.kpi.name),
        summary=_gained(reading) if is_known else str(reading.kpi.unknown),
        is_known=is_known,
        desk=charting.columns(course, SMALL),
        phone=charting.columns(course, PHONE),
        heads=_heads(reading, compared=False),
        rows=charting.rows(course),
    )


def _is_known(values: Sequence[Value]) -> bool:
    return any(value is not None for value in values)


def _course(reading: Reading, asked: Asked, *, goal: Value, compared: bool) -> Course:
    days = [point.day for point in reading.series]
    return Course(
        days=days,
        now=[point.value for point in reading.series],
        before=[point.value for point in reading.series_before] if compared else [],
        unit=reading.kpi.unit,
        from_zero=reading.kpi.key != "followers",
        goal=goal,
        ahead=_still_open(reading, today(asked.span.zone)),
        partial=frozenset(index for index, day in enumerate(days) if day in reading.partial),
    )


def _still_open(reading: Reading, now: date) -> int:
    """1 when the last point is today and nothing is known of it yet: that is no gap."""
    last = reading.series[-1] if reading.series else None
    return int(last is not None and last.value is None and (now - last.day).days < reading.step)


def _level(pace: Pace, step: int) -> float:
    """What the goal needs a point of the line; rates and levels need their target."""
    target = float(pace.goal.target)
    if not pace.kpi.is_sum:
        return target
    return target / ((pace.goal.last - pace.goal.first).days + 1) * step


def _goal_words(kpi: Kpi, level: float | None) -> str:
    if level is None:
        return ""
    amount = figures.brief(round(level, 1) if kpi.unit == Unit.COUNT else level, kpi.unit)
    return _("what the goal needs: %(amount)s") % {"amount": amount}


def _title(kpi: Kpi, step: int) -> str:
    if step == MONTH:
        return _("%(name)s, by month") % {"name": kpi.name}
    if step == WEEK:
        return _("%(name)s, by week") % {"name": kpi.name}
    return _("%(name)s, by day") % {"name": kpi.name}


def _summary(reading: Reading) -> str:
    """What a chart says in one sentence."""
    if reading.value is None:
        return str(reading.kpi.unknown)
    words = {"name": reading.kpi.name, "number": word_of(reading)}
    changed = change(reading.kpi, reading.value, reading.before)
    if changed is None:
        return _("%(name)s: %(number)s in this time.") % words
    return _("%(name)s: %(number)s in this time, %(change)s (%(direction)s).") % {
        **words,
        "change": changed.word,
        "direction": changed.direction,
    }


def _gained(reading: Reading) -> str:
    if reading.value is None:
        return str(reading.kpi.unknown)
    sign = "+" if reading.value > 0 else ""
    return _("%(number)s in this time") % {"number": f"{sign}{figures.exact(reading.value)}"}


def _heads(reading: Reading, *, compared: bool) -> list[str]:
    first = {WEEK: _("Week from"), MONTH: _("Month from")}.get(reading.step, _("Day"))
    return [first, str(reading.kpi.name), *([_("Before")] if compared else [])]
