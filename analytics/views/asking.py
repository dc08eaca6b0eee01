"""What the address of the numbers' page asks for: which days, compared with what, which channel, which number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from analytics.forms import DatesForm
from analytics.kpis import KPIS
from analytics.spans import Span, today
from connections.models import Channel
from core.dates import dated

LENGTHS = (7, 30, 90, 365)
USUAL = 30
BEFORE, YEAR, NOTHING = "before", "year", "none"
FIRST_KPI = "reach"


@dataclass(frozen=True, slots=True)
class Asked:
    """`days` is None for own dates; `kpi` "" when the address names none. `trouble` says what could not be understood."""

    span: Span
    days: int | None
    compare: str
    channel: Channel | None
    kpi: str
    trouble: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the dates were chosen one by one."""
        return self.days is None

    @property
    def compared(self) -> Span | None:
        """The span compared with."""
        if self.compare == NOTHING:
            return None
        return self.span.year_before() if self.compare == YEAR else self.span.before()

    @property
    def words(self) -> str:
        """The days in words: 16 Sep – 13 Oct 2026."""
        return between(self.span.first, self.span.last)

    @property
    def query(self) -> dict[str, str]:
        """What the address says, without what is usual."""
        dates = {"first": f"{self.span.first:%Y-%m-%d}", "last": f"{self.span.last:%Y-%m-%d}"}
        asked = {"days": str(self.days)} if self.days else dates
        asked["compare"] = self.compare
        if self.channel:
            asked["channel"] = str(self.channel.pk)
        if self.kpi:
            asked["kpi"] = self.kpi
        return asked

    @property
    def address(self) -> str:
        """The same as the part of an address after the question mark."""
        return urlencode(self.query)

    def but(self, **changed: str) -> str:
        """The address with something else."""
        return urlencode({**self.query, **changed})


@dataclass(frozen=True, slots=True)
class Way:
    """A place beside others, for components/tabs.html."""

    label: str
    url: str
    current: bool
    icon: str = ""
    count: str = ""
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be chosen."""

    spans: Sequence[Way]
    compares: Sequence[tuple[str, str]]
    channels: Sequence[Channel]


def read(given: QueryDict, channels: Iterable[Channel], zone: str) -> tuple[Asked, DatesForm]:
    """What is asked; whatever cannot be understood is replaced by what is usual, and said."""
    last = today(zone)
    has_dates = "first" in given or "last" in given
    form = DatesForm(given if has_dates else None, today=last, initial=_month(last, zone))
    days = _days(given)
    span = Span.recent(days, zone)
    trouble = ""
    if has_dates and form.is_valid():
        span = Span(form.cleaned_data["first"], form.cleaned_data["last"], zone)
    elif has_dates:
        trouble = _("These dates cannot be shown; you see the last %(days)s days.") % {"days": days}
    channel = _channel(given, channels)
    if given.get("channel") and channel is None:
        trouble = _("There is no such channel here; you see all channels.")
    asked = Asked(
        span=span,
        days=None if has_dates and not trouble else days,
        compare=next((way for way in (YEAR, NOTHING) if way == given.get("compare")), BEFORE),
        channel=channel,
        kpi=given.get("kpi", "") if given.get("kpi") in KPIS else "",
        trouble=trouble,
    )
    return asked, form


def ways(asked: Asked, channels: Sequence[Channel]) -> Ways:
    """The links and lists of the bar."""
    kept = {name: value for name, value in asked.query.items() if name in ("compare", "channel", "kpi")}
    labels: Mapping[int, Any] = {7: _("7 days"), 30: _("30 days"), 90: _("90 days"), 365: _("Year")}
    spans = [
        Way(labels[days], f"?{urlencode({'days': days, **kept})}", current=asked.days == days)
        for days in LENGTHS
    ]
    compares = [(BEFORE, _("the time before")), (YEAR, _("last year")), (NOTHING, _("nothing"))]
    return Ways(spans, compares, channels)


def between(first: date, last: date) -> str:
    """Two days in words; the year where it is not the same."""
    if first == last:
        return dated(first, "j M Y")
    start = dated(first, "j M") if first.year == last.year else dated(first, "j M Y")
    return f"{start} – {dated(last, 'j M Y')}"


def _days(given: QueryDict) -> int:
    wanted = given.get("days", "")
    return int(wanted) if wanted in {str(days) for days in LENGTHS} else USUAL


def _channel(given: QueryDict, channels: Iterable[Channel]) -> Channel | None:
    wanted = given.get("channel", "")
    return next((channel for channel in channels if str(channel.pk) == wanted), None)


def _month(last: date, zone: str) -> dict[str, Any]:
    return {"first": Span.recent(USUAL, zone, until=last).first, "last": last}
