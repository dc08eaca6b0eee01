"""Numbers as people read them in the language that is active. None is a dash, never a zero."""

from __future__ import annotations

from datetime import date

from django.utils import dateformat, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import SMALL, lowered

UNKNOWN = "–"
MINUS = "\N{MINUS SIGN}"
HOUR, DAY = 60, 1440


def value(number: float | None, unit: str) -> str:
    """104 212, 4,8 %, 35 min; a dash for what is not known."""
    if number is None:
        return UNKNOWN
    if unit == "percent":
        return percent(number)
    if unit == "minutes":
        return minutes(number)
    return plain(number, 0 if unit == "count" else 1)


def plain(number: float, places: int = 0) -> str:
    """The number with its thousands apart."""
    shown = number_format(abs(round(number, places)), places, use_l10n=True, force_grouping=True)
    return f"{MINUS}{shown}" if round(number, places) < 0 else shown


def percent(number: float, places: int = 1) -> str:
    """The sign stands where the language has it: 4.8%, %4,8, 4,8 %."""
    shown = plain(number, 0 if float(number).is_integer() else places)
    return _("%(number)s%%") % {"number": shown}


def minutes(number: float) -> str:
    """35 min, 2 h 5 min, 3 days."""
    whole = round(number)
    if whole < HOUR:
        return _("%(number)s min") % {"number": whole}
    if whole < DAY * 2:
        return _("%(hours)s h %(minutes)s min") % {"hours": whole // HOUR, "minutes": whole % HOUR}
    return ngettext("%(number)s day", "%(number)s days", whole // DAY) % {"number": whole // DAY}


def change(number: float | None, unit: str) -> str:
    """+9 %, −6 %, of percentages +0,3 points; "" where there is nothing to compare with."""
    if number is None:
        return ""
    sign = "+" if number > 0 else MINUS if number < 0 else "±"
    if unit == "percent":
        return _("%(sign)s%(number)s points") % {"sign": sign, "number": plain(abs(number), 1)}
    share = abs(number) * 100
    return sign + percent(round(share, 0 if share >= 1 else 1))


def span(first: date, last: date) -> str:
    """16–22 November 2026; over the end of a month both are named."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_date(last, 'j F Y')}"
    return f"{_date(first, 'j F')} – {_date(last, 'j F Y')}"


def day(on: date) -> str:
    """30 November."""
    return _date(on, "j F")


def _date(day: date, pattern: str) -> str:
    shown = dateformat.format(day, pattern)
    is_small = (translation.get_language() or "en").partition("-")[0] in SMALL
    return lowered(shown) if is_small else shown
