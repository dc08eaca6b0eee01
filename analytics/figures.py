"""Numbers in the reader's own way of writing them: in full, short for an axis, as a change. Unknown is a word, never 0."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.kpis import Unit

THOUSAND, MILLION, HUNDRED = 1_000, 1_000_000, 100
SHORT_FROM = 100_000
MINUTE, HOUR, DAY = 60, 3_600, 86_400
SMALL_SHARE = 0.1
"""Shares below this are written with two places."""
MINUS = "−"


def unknown() -> str:
    """The word where nothing is known."""
    return _("no data")


def exact(value: float | None, unit: str = Unit.COUNT) -> str:
    """The number in full: 19,438 · 4.71 % · 1 h 20 min."""
    if value is None:
        return unknown()
    if unit == Unit.SHARE:
        return _percent(value, _places(value))
    if unit == Unit.SECONDS:
        return _duration(value)
    return _number(value, 0 if float(value).is_integer() else 1)


def brief(value: float | None, unit: str = Unit.COUNT) -> str:
    """The number as a small card has room for: 412.6k."""
    if value is None or unit in (Unit.SHARE, Unit.SECONDS) or abs(value) < SHORT_FROM:
        return exact(value, unit)
    return _shortened(value)


def on_axis(value: float, unit: str = Unit.COUNT) -> str:
    """The number at the side of a chart, without zeros after the point."""
    if unit == Unit.SHARE:
        return _percent(value, 0 if round(value * HUNDRED, 6).is_integer() else 1)
    if unit == Unit.SECONDS or abs(value) < THOUSAND:
        return exact(value, unit)
    return _shortened(value)


def difference(now: float, before: float, unit: str = Unit.COUNT) -> str:
    """How much more or less, with its sign: +12 % · −0.4 pt · +35 min."""
    sign, size = ("+" if now >= before else MINUS), abs(now - before)
    if unit == Unit.SHARE:
        return _("%(sign)s%(points)s pt") % {"sign": sign, "points": _number(size * HUNDRED, 1)}
    if unit == Unit.SECONDS:
        return f"{sign}{_duration(size)}"
    if before <= 0:
        return f"{sign}{exact(size, unit)}"
    return f"{sign}{_percent(size / before, 0)}"


def is_same(now: float, before: float, unit: str = Unit.COUNT) -> bool:
    """Whether the difference would be written as nothing: less than 0.05 points of a share."""
    return now == before or (unit == Unit.SHARE and round(abs(now - before) * HUNDRED, 1) == 0)


def _shortened(value: float) -> str:
    if abs(value) >= MILLION:
        return pgettext("millions", "%(number)sM") % {"number": _tidy(value / MILLION)}
    return pgettext("thousands", "%(number)sk") % {"number": _tidy(value / THOUSAND)}


def _percent(value: float, places: int) -> str:
    return _("%(number)s %%") % {"number": _number(value * HUNDRED, places)}


def _places(share: float) -> int:
    """Whole percents are written without a point, small shares with two places."""
    if round(share * HUNDRED, 6).is_integer():
        return 0
    return 2 if abs(share) < SMALL_SHARE else 1


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < MINUTE:
        return _("%(seconds)s s") % {"seconds": whole}
    if whole < HOUR:
        return _("%(minutes)s min") % {"minutes": round(whole / MINUTE)}
    if whole < DAY:
        hours, rest = divmod(round(whole / MINUTE), MINUTE)
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    days, rest = divmod(whole, DAY)
    return _("%(days)s d %(hours)s h") % {"days": days, "hours": rest // HOUR}


def _tidy(value: float) -> str:
    shown = round(value, 1)
    return _number(shown, 0 if shown.is_integer() else 1)


def _number(value: float, places: int) -> str:
    text = formats.number_format(round(value, places), places, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text
