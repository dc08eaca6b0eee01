"""Mails of an organization that wait for a person: refused ones, and those of which nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from activity import kinds
from activity.kinds import UNKNOWN
from activity.masking import masked
from activity.models import Mail
from activity.models.mail import TROUBLED
from core import paging
from core.errors import Sentence
from core.outbox.states import State
from core.paging import Page

SHOWN = 50
ABOUT: dict[str, Sentence] = {
    "digest": _("Notices, gathered"),
    "invitation": _("An invitation"),
    "": _("Another mail"),
}
STATES: dict[str, tuple[str, str, Sentence]] = {
    State.REFUSED: ("fail", "triangle-alert", _("Not delivered")),
    State.UNSURE: ("unsure", "circle-question-mark", _("Perhaps delivered")),
}
ADVICE: dict[str, Sentence] = {
    State.REFUSED: _("The mail server did not take it."),
    State.UNSURE: _("The mail server’s answer was lost. Ask whether it arrived before you send it again."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One mail. `to` is masked; `problem` is what the mail server said."""

    id: UUID
    to: str
    about: str
    tone: str
    icon: str
    word: str
    advice: str
    problem: str
    at: datetime


def troubled(*, after: str) -> Page:
    """A page of them, newest first, in one query; `rows` are Lines."""
    rows = Mail.objects.filter(state__in=TROUBLED).defer("text", "html", "attachments")
    found = paging.page(rows, ("-created_at", "-id"), after=after, size=SHOWN)
    return Page([_line(row) for row in found.rows], found.after)


def _line(row: Mail) -> Line:
    tone, icon, word = STATES[row.state]
    return Line(
        id=row.pk,
        to=masked(row.to),
        about=_about(row.about),
        tone=tone,
        icon=icon,
        word=str(word),
        advice=str(ADVICE[row.state]),
        problem=row.problem,
        at=row.created_at,
    )


def _about(name: str) -> str:
    kind = kinds.named(name)
    return kind.choice if kind is not UNKNOWN else str(ABOUT.get(name, ABOUT[""]))
