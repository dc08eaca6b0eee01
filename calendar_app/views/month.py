"""The calendar: a month as a grid, on a phone as a list of days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from calendar_app import wall
from calendar_app.selectors import changes, composer, month, pauses
from calendar_app.selectors.month import Day, Month
from calendar_app.states import SHOWN, Shown
from calendar_app.views.chips import Row, rows
from connections.models import Channel
from connections.selectors import trouble
from core.htmx import page
from core.ids import id_of
from core.outbox.states import State

STATES = {
    "unsure": _("Outcome unknown"),
    "fail": _("Failed"),
    "wait": _("Held"),
    "draft": _("Draft"),
    "way": _("On its way"),
    "done": _("Published"),
}
"""The states that can be filtered by, as tones; what asks stands first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day with its posts as rows."""

    day: Day
    rows: list[Row]
    may_add: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A week of cells."""

    number: int
    posts: int
    cells: list[Cell]

    @property
    def is_now(self) -> bool:
        """Today is in it."""
        return any(cell.day.is_today for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; unknown values count as none."""

    first: date
    channel: str = ""
    state: str = ""

    def address(self, base: str, **changes: str) -> str:
        """The address with some of the filters changed; "" takes one away."""
        words = {"month": f"{self.first:%Y-%m}", "channel": self.channel, "state": self.state, **changes}
        return f"{base}?{urlencode({name: word for name, word in words.items() if word})}"


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """`?month=2026-11&channel=…&state=fail`."""
    brand = request.brand
    cursor = changes.of_brand(brand)
    today = datetime.now(UTC).astimezone(ZoneInfo(brand.zone)).date()
    channels = composer.channels()
    filters = filters_of(request, channels, today)
    found = month.month(brand, filters.first, channel=filters.channel, state=filters.state)
    base = reverse("calendar_app:month", args=[brand.slug])
    context = {
        "month": found,
        "lines": [_line(week, brand, writes=request.access.may(Can.WRITE)) for week in found.weeks],
        "filters": filters,
        "channels": channels,
        "states": STATES.items(),
        "asking": _asking(found, filters, base),
        "zone": wall.label(brand.zone, datetime.now(UTC)),
        "links": _links(found, filters, base, today),
        "cursor": cursor,
        "pauses": pauses.of_scope(),
        "troubles": trouble.of(channels),
        "may_write": request.access.may(Can.WRITE),
        "is_empty": not found.posts and not filters.channel and not filters.state,
    }
    return page(request, "calendar_app/month.html", context, fragment="calendar_app/month/grid.html")


def filters_of(request: BrandRequest, channels: list[Channel], today: date) -> Filters:
    """The filters of the address."""
    channel, state = request.GET.get("channel", ""), request.GET.get("state", "")
    return Filters(
        first=_first(request.GET.get("month", ""), today),
        channel=channel if _is_known(channel, channels) else "",
        state=state if state in STATES else "",
    )


def _is_known(channel: str, channels: list[Channel]) -> bool:
    return id_of(channel) in {one.pk for one in channels}


def _first(asked: str, today: date) -> date:
    try:
        first = datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return today.replace(day=1)
    return first if 2000 < first.year < 2100 else today.replace(day=1)


def _line(week: month.Week, brand: Brand, *, writes: bool) -> Line:
    cells = [Cell(day, rows(day.chips, brand), writes and not day.is_past) for day in week.days]
    return Line(week.number, week.posts, cells)


def _links(found: Month, filters: Filters, base: str, today: date) -> dict[str, Any]:
    return {
        "earlier": filters.address(base, month=f"{found.previous:%Y-%m}"),
        "later": filters.address(base, month=f"{found.next:%Y-%m}"),
        "today": filters.address(base, month=f"{today:%Y-%m}"),
        "all": filters.address(base, channel="", state=""),
        "form": base,
    }


def _asking(found: Month, filters: Filters, base: str) -> list[tuple[Shown, int, str]]:
    """States that ask, most urgent first: how many, and the address that shows them alone."""
    counts = Counter(chip.shown.state for chip in found.asking)
    asks = [(SHOWN[state], number) for state, number in counts.items() if state != State.UNSURE]
    order = list(SHOWN)
    asks.sort(key=lambda one: order.index(one[0].state))
    return [(shown, number, filters.address(base, state=shown.tone)) for shown, number in asks]
