"""How much room an organization's files take, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.models import Brand
from media_library.selectors import usage

SCARCE, FULL = 85, 97
"""Per cent from which the meter asks for attention."""


@dataclass(frozen=True, slots=True)
class Meter:
    """`tone` is "" while there is enough room."""

    percent: int
    words: str
    tone: str
    advice: str


def room(brand: Brand) -> Meter:
    """Of the brand's organization."""
    found = usage.room()
    words = _("%(used)s of %(limit)s") % {
        "used": filesizeformat(found.used),
        "limit": filesizeformat(found.limit),
    }
    if found.percent >= FULL:
        advice = _("Almost nothing more fits. Empty the trash, or delete videos that nothing uses.")
        return Meter(found.percent, words, "fail", advice)
    if found.percent >= SCARCE:
        advice = _("Room is getting scarce. “Not used yet” shows what may go.")
        return Meter(found.percent, words, "wait", advice)
    return Meter(found.percent, words, "", "")
