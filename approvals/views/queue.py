"""`/b/<brand>/approvals/`: what waits for this person, what she asked for, what was decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, count_name, needs
from accounts.grants import Can
from approvals.selectors import figures, listing
from approvals.selectors.listing import Line, Lines
from approvals.views import looking, showing, talking
from approvals.views.sheet import sheet
from calendar_app.selectors import changes
from core.dates import span
from core.htmx import page

TEMPLATE, BOARD = "approvals/queue.html", "approvals/queue/board.html"
MINE, ASKED, DECIDED = "mine", "asked", "decided"


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """`?list=` asked or decided, `?show=` a review of the page, `?after=` the cursor of a later page."""
    return page(request, TEMPLATE, context(request))


def board(request: BrandRequest) -> HttpResponse:
    """The list and the next one in sight, after a decision on this page."""
    return page(request, TEMPLATE, context(request), fragment=BOARD)


def context(request: BrandRequest) -> dict[str, Any]:
    """The page. Of the lines of the list the first is in sight, unless another was chosen."""
    cursor, tab = changes.of_brand(request.brand), _tab(request)
    found = _lines(request, tab)
    base = _address(request, tab)
    here = (
        f"{base}{'&' if '?' in base else '?'}{urlencode({'after': after})}"
        if (after := _after(request))
        else base
    )
    chosen = _chosen(found, request.GET.get("show", ""))
    now = timezone.now()
    return {
        "cursor": cursor,
        "tab": tab,
        "tabs": _tabs(request, tab, len(found.lines)),
        "usual": _usual(request) if tab != MINE or chosen is None else "",
        "rows": [
            showing.row(line, request.brand, now, here=here, is_chosen=line is chosen) for line in found.lines
        ],
        "sheet": _sheet(request, chosen),
        **(_talk(request, chosen) if chosen else {}),
        "board": True,
        "next_url": here,
        "base": base,
        "is_first": not after,
        "more": f"{base}{'&' if '?' in base else '?'}{urlencode({'after': found.after})}"
        if found.after
        else "",
    }


def _usual(request: BrandRequest) -> str:
    """How long a decision takes here; "" for outsiders, and where nothing was decided lately."""
    minutes = figures.usual_minutes(request.brand) if looking.is_inside(request.access) else None
    return "" if minutes is None else span(timedelta(minutes=minutes))


def _tab(request: BrandRequest) -> str:
    asked = request.GET.get("list", "")
    is_known = asked in {ASKED, DECIDED} and looking.is_inside(request.access)
    return asked if is_known else MINE


def _after(request: BrandRequest) -> str:
    return request.GET.get("after", "")


def _address(request: BrandRequest, tab: str) -> str:
    base = reverse("approvals:queue", args=[request.brand.slug])
    return base if tab == MINE else f"{base}?list={tab}"


def _lines(request: BrandRequest, tab: str) -> Lines:
    if tab == ASKED:
        return listing.submitted_by(request.access.person, after=_after(request))
    if tab == DECIDED:
        return listing.decided(after=_after(request))
    return listing.asked_of(request.access.membership, after=_after(request))


def _chosen(found: Lines, wanted: str) -> Line | None:
    """The line whose review is asked for, else the first."""
    named = (line for line in found.lines if str(line.review.pk) == wanted)
    return next(named, found.lines[0] if found.lines else None)


def _sheet(request: BrandRequest, line: Line | None) -> object:
    return sheet(line, request.brand, looking.look_of(request, line)) if line else None


def _talk(request: BrandRequest, line: Line) -> dict[str, Any]:
    return talking.panel(request, line.review.covers, line.review.subject)


def _tabs(request: BrandRequest, tab: str, number: int) -> list[dict[str, Any]]:
    waiting = request.access.counts.get(count_name("approvals", request.brand.pk), number)
    found = [(MINE, _("For me"), waiting)]
    if looking.is_inside(request.access):
        found += [(ASKED, _("I asked"), ""), (DECIDED, _("Decided"), "")]  # type: ignore[list-item]
    return [
        {"label": label, "count": count, "url": _address(request, key), "current": key == tab}
        for key, label, count in found
    ]
