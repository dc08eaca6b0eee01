"""`/b/<brand>/numbers/week/`: how the week goes; stands on the brand's home as a panel."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.selectors import goals
from analytics.selectors.reading import readings
from analytics.spans import Span, today, week_of
from analytics.views.cards import card
from analytics.views.paces import goal_line
from core.htmx import page

SHOWN = ("published", "reach", "engagements", "growth")
MOST_GOALS = 4
WEEK = timedelta(days=7)


@require_safe
@needs(Can.MEASURE)
def week(request: BrandRequest) -> HttpResponse:
    """The panel to htmx, else a page around it."""
    brand = request.brand
    now = today(brand.zone)
    span = Span(week_of(now), now, brand.zone)
    found = readings(brand, span, compare=Span(span.first - WEEK, now - WEEK, brand.zone))
    context = {
        "cards": [card(found[key], current=False) for key in SHOWN],
        "goals": [goal_line(pace, brand.zone) for pace in goals.pace(brand, now)[:MOST_GOALS]],
        "url": reverse("analytics:dashboard", args=[brand.slug]),
    }
    return page(request, "analytics/week.html", context, fragment="analytics/week/panel.html")
