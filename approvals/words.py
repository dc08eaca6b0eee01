"""What changed, as a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_lazy

from core.errors import Sentence

PARTS: dict[str, Sentence] = {
    "text": gettext_lazy("the text"),
    "own_text": gettext_lazy("the text for single channels"),
    "media": gettext_lazy("the pictures"),
    "channels": gettext_lazy("the channels"),
    "time": gettext_lazy("the planned time"),
}


def parts(changed: Iterable[str]) -> str:
    """The parts by their names, in a row; "" for nothing."""
    return ", ".join(str(PARTS[one]) for one in changed if one in PARTS)


def changed_words(changed: Iterable[str]) -> str:
    """What somebody is told who looked at an older version."""
    what = parts(changed)
    if not what:
        return gettext("It was submitted anew since you opened it. Look at it again.")
    return gettext("It changed since you opened it: %(what)s. Look at it again.") % {"what": what}
