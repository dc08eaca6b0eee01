"""Numbers in the reader's own way of writing them: in full, short for an axis, as a change. Unknown is a word, never 0."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

THOUSAND, MILLION = 1_000, 1_000_000
SHORT_FROM = 10_000
MINUTES_IN_HOUR, HOURS_IN_DAY = 60, 24
HUNDRED = 100
SHARE, MINUTES = "share", "minutes"
"""Units that are written in their own way; all others are counts. A share is a fraction of one."""
MINUS = "−"


def unknown() -> str:
    """The word where nothing is known."""
    return _("no data")


def exact(value: float | None, unit: str = "") -> str:
    """The number in full: 19,438 · 4.71 % · 1 h 20 min."""
    if value is None:
        return unknown()
    if unit == SHARE:
        return _percent(value, 2 if abs(value) < 0.1 else 1)
    if unit == MINUTES:
        return _duration(value)
    return _number(value, 0 if float(value).is_integer() else 1)


def brief(value: float | None, unit: str = "") -> str:
    """The number as an axis or a small card has room for: 412.6k."""
    if value is None or unit in (SHARE, MINUTES):
        return exact(value, unit) if unit != SHARE or value is None else _percent(value, 1)
    size = abs(value)
    if size >= MILLION:
        return pgettext("millions", "%(number)sM") % {"number": _number(value / MILLION, 1)}
    if size >= SHORT_FROM:
        return pgettext("thousands", "%(number)sk") % {"number": _number(value / THOUSAND, 1)}
    return exact(value, unit)


def on_axis(value: float, unit: str = "") -> str:
    """The number at the side of a chart, without zeros after the point."""
    if unit == SHARE:
        return _percent(value, 0 if float(value * HUNDRED).is_integer() else 1)
    if unit == MINUTES or abs(value) < THOUSAND:
        return exact(value, unit)
    if abs(value) >= MILLION:
        return pgettext("millions", "%(number)sM") % {"number": _tidy(value / MILLION)}
    return pgettext("thousands", "%(number)sk") % {"number": _tidy(value / THOUSAND)}


def difference(now: float, before: float, unit: str = "") -> str:
    """How much more or less, with its sign: +12 % · −0.4 pt · +35 min."""
    sign = "+" if now >= before else MINUS
    if unit == SHARE:
        return _("%(sign)s%(points)s pt") % {"sign": sign, "points": _number(abs(now - before) * HUNDRED, 1)}
    if unit == MINUTES:
        return f"{sign}{_duration(abs(now - before))}"
    if not before:
        return f"{sign}{exact(abs(now - before))}"
    return f"{sign}{_percent(abs(now - before) / abs(before), 0)}"


def _percent(value: float, places: int) -> str:
    return _("%(number)s %%") % {"number": _number(value * HUNDRED, places)}


def _duration(minutes: float) -> str:
    whole = round(minutes)
    if whole < MINUTES_IN_HOUR:
        return _("%(minutes)s min") % {"minutes": whole}
    hours, rest = divmod(whole, MINUTES_IN_HOUR)
    if hours >= HOURS_IN_DAY:
        days, hours = divmod(hours, HOURS_IN_DAY)
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def _tidy(value: float) -> str:
    return _number(value, 0 if float(value).is_integer() else 1)


def _number(value: float, places: int) -> str:
    text = formats.number_format(round(value, places), places, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text
