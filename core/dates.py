"""Days and lengths of time in words, as each language says them."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import dateformat, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ORDERS = {
    "tr": (("D j M Y", "j M Y D"), ("D j M", "j M D"), ("l, j F", "j F l")),
    "az": (("D j M Y", "j M Y, D"), ("D j M", "j M, D"), ("l, j F", "j F, l")),
}
"""How a language puts weekday, day and month, the longer pattern first. Templates are written in the English order."""

SMALL = {"az"}
"""Languages that write days and months with small letters."""


def dated(value: date, pattern: str) -> str:
    """The day or moment in words, in its own zone; `pattern` is one of Django's `date` filter, as English says it."""
    language = (translation.get_language() or "en").partition("-")[0]
    fitting = [pair for pair in ORDERS.get(language, ()) if pattern.startswith(pair[0])]
    english, own = fitting[0] if fitting else ("", "")
    words = dateformat.format(value, own + pattern.removeprefix(english))
    return lowered(words) if language in SMALL and own else words


def span(time: timedelta) -> str:
    """A length of time in its largest unit, begun units left out: under 1 min, 12 min, 3 h, 2 days."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return _("under 1 min")
    if minutes < 60:
        return ngettext("%(number)d min", "%(number)d min", minutes) % {"number": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(number)d h", "%(number)d h", hours) % {"number": hours}
    days = hours // 24
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def lowered(words: str) -> str:
    """Small letters as Turkic languages have them: İ becomes i, I becomes ı."""
    return words.replace("İ", "i").replace("I", "ı").lower()
