"""Names in saved replies: `{first_name}`, or `{first_name|there}` where a missing one has a word in its place.

Only these names mean something; everything else in braces stays as it is written. Nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.errors import Sentence

NAMES: Mapping[str, Sentence] = {
    "first_name": _("the customer’s first name"),
    "name": _("the customer’s name"),
    "handle": _("the customer’s handle"),
    "brand": _("the brand’s name"),
    "channel": _("our handle"),
    "agent": _("the first name of whoever answers"),
}
"""Every name, and what it stands for."""
VARIABLE = re.compile(r"\{([a-z_]{1,20})(?:\|([^{}|\n]{0,60}))?\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """The text, and the names that are missing in it and have no word in their place: with these it must not go out."""

    text: str
    missing: tuple[str, ...]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put the values in the places of their names. What a value holds is never looked at again."""
    missing: list[str] = []

    def one(match: re.Match[str]) -> str:
        name, fallback = match.group(1), match.group(2)
        if name not in NAMES:
            return match.group(0)
        found = values.get(name, "").strip()
        if found or fallback is not None:
            return found or str(fallback)
        missing.append(name)
        return match.group(0)

    filled = VARIABLE.sub(one, text)
    return Filled(filled, tuple(dict.fromkeys(missing)))


def left(text: str) -> tuple[str, ...]:
    """The known names that still stand in a text in braces: a person sees them too late, so it must not go out."""
    found = (match.group(1) for match in VARIABLE.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name in NAMES))


def unknown(text: str) -> tuple[str, ...]:
    """Names in braces that mean nothing here; who writes a saved reply is told of them."""
    found = (match.group(1) for match in VARIABLE.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name not in NAMES))


def first_name(name: str) -> str:
    """The first word of a name; "" where it is none (a handle, an address)."""
    word = name.strip().split(" ")[0] if name.strip() else ""
    return "" if any(sign in word for sign in "@._/0123456789") else word
