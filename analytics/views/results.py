"""`/b/<brand>/posts/<post>/results/`: how a post did; stands on the post's page as a panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics import figures
from analytics.charts.frame import Frame, Value
from analytics.kpis import ENGAGEMENTS, KPIS, Unit
from analytics.selectors import results
from analytics.selectors.results import Result
from analytics.views import charting
from analytics.views.charting import Course, Drawing
from analytics.views.showing import moment_words
from calendar_app.models import Post
from core.htmx import page

SHOWN = ("reach", "views", *ENGAGEMENTS)
DESK = Frame(760, 190, left=44, right=8, top=12, bottom=28)
PHONE = Frame(358, 170, left=38, right=6, top=12, bottom=28)
FEWEST = 2
"""Days from which a line can be drawn."""


@dataclass(frozen=True, slots=True)
class Line:
    """One channel: a word for each number, in the order of the heads."""

    network: str
    handle: str
    words: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Growing:
    """Engagements of all channels together, on the days on which networks were asked."""

    title: str
    summary: str
    desk: Drawing
    phone: Drawing
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@require_safe
@needs(Can.VIEW)
def results_of(request: BrandRequest, post: UUID) -> HttpResponse:
    """The panel to htmx, else a page around it."""
    found_post = get_object_or_404(Post, pk=post)
    found = results.of_post(found_post.pk)
    context = {
        "post": found_post,
        "heads": [str(KPIS[name].name) for name in SHOWN],
        "lines": [_line(one) for one in found],
        "course": _course(found),
        "fresh": moment_words(max(one.as_of for one in found), request.brand.zone) if found else "",
    }
    return page(request, "analytics/results.html", context, fragment="analytics/results/panel.html")


def _line(one: Result) -> Line:
    latest = one.latest
    values = [getattr(latest, name) for name in SHOWN]
    words = [(figures.exact(value), value is not None) for value in values]
    return Line(one.channel.network, one.channel.handle, words)


def _course(found: Sequence[Result]) -> Growing | None:
    """None while there are too few days for a line."""
    days = sorted({day for one in found for day, _figures in one.days})
    if len(days) < FEWEST:
        return None
    values = [_sum(_engaged(one, day) for one in found) for day in days]
    course = Course(days, values, [], Unit.COUNT)
    name = str(KPIS["engagements"].name)
    return Growing(
        title=_("%(name)s since it went out") % {"name": name},
        summary=_("%(name)s: %(number)s so far.") % {"name": name, "number": figures.exact(values[-1])},
        desk=charting.line(course, DESK),
        phone=charting.line(course, PHONE),
        heads=[_("Day"), name],
        rows=charting.rows(course),
    )


def _engaged(one: Result, day: date) -> Value:
    """Engagements of one channel as told last up to that day: totals stand until the next answer."""
    told = [figures_of_day for on, figures_of_day in one.days if on <= day]
    return _sum(getattr(told[-1], name) for name in ENGAGEMENTS) if told else None


def _sum(values: Iterable[Value]) -> Value:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
