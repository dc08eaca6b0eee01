"""Times and deadlines of conversations as the pages say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.dates import dated, span
from inbox.models import Conversation

HURRY, SOON = timedelta(minutes=15), timedelta(hours=1)
"""Below these the time that is left is red, or amber."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words on how a conversation stands; without a tone they are quiet, without an icon too."""

    word: str = ""
    tone: str = ""
    icon: str = ""


def chip(row: Conversation, now: datetime, zone: str) -> Chip:
    """How it stands: put aside, done, how long there is to answer, or that nothing is owed."""
    if row.state == Conversation.State.SNOOZED and row.snoozed_until:
        at = dated(row.snoozed_until.astimezone(ZoneInfo(zone)), "D j M, H:i")
        return Chip(_("Back %(when)s") % {"when": at}, "draft", "alarm-clock")
    if row.state == Conversation.State.CLOSED:
        return Chip(_("Closed"), "done", "check")
    if row.answer_due_at is not None:
        return _due(row.answer_due_at - now)
    if row.first_unanswered_at is not None:
        return Chip(_("waits %(time)s") % {"time": span(now - row.first_unanswered_at)})
    if row.state == Conversation.State.WAITING:
        return Chip(_("Answered"))
    return Chip(_("No answer needed"))


def _due(left: timedelta) -> Chip:
    if left < timedelta():
        return Chip(_("%(time)s late") % {"time": span(-left)}, "fail", "alarm-clock")
    words = _("%(time)s left") % {"time": span(left)}
    if left < HURRY:
        return Chip(words, "fail", "timer")
    return Chip(words, "wait", "timer") if left < SOON else Chip(words)


def ago(at: datetime, now: datetime) -> str:
    """How long ago in words."""
    if now - at < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": span(now - at)}


def moment(at: datetime, now: datetime) -> str:
    """A moment as short as it stays clear: the time today, the day this week, else the date. Both in the same zone."""
    days = (now.date() - at.date()).days
    if days == 0:
        return f"{at:%H:%M}"
    if 0 < days < 7:
        return dated(at, "D, H:i")
    return dated(at, "j M") if at.year == now.year else dated(at, "j M Y")
