"""Days in words, in the order in which each language says them."""

from __future__ import annotations

from datetime import date

from django.utils import dateformat, translation

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


def lowered(words: str) -> str:
    """Small letters as Turkic languages have them: İ becomes i, I becomes ı."""
    return words.replace("İ", "i").replace("I", "ı").lower()
