"""The ledger's events of a post as sentences, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calendar_app.words import sentence
from connections.models import Channel
from core.ledger import Event

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: when (brand's zone), what, why. `tone` and `icon` as states have them."""

    at: datetime
    icon: str
    tone: str
    title: str
    sentence: Words
    url: str = ""


PEOPLE: dict[str, tuple[str, str, Words]] = {
    "calendar_app.post_created": ("pencil-line", "draft", gettext_lazy("%(who)s wrote it")),
    "calendar_app.post_handed_over": ("users", "draft", gettext_lazy("%(who)s gave it another author")),
    "calendar_app.post_held_by_leaving": (
        "pause",
        "wait",
        gettext_lazy("%(who)s held it because its author left"),
    ),
    "calendar_app.post_edited": ("pencil-line", "draft", gettext_lazy("%(who)s changed it")),
    "calendar_app.post_scheduled": ("clock", "way", gettext_lazy("%(who)s scheduled it")),
    "calendar_app.post_sent_now": ("send", "way", gettext_lazy("%(who)s sent it off")),
    "calendar_app.post_unscheduled": ("pause", "draft", gettext_lazy("%(who)s took it back to the drafts")),
    "calendar_app.post_trashed": ("trash-2", "draft", gettext_lazy("%(who)s moved it to the trash")),
    "calendar_app.post_rezoned": (
        "globe",
        "way",
        gettext_lazy("%(who)s moved the brand to another time zone; the time on the clock stayed"),
    ),
    "calendar_app.post_restored": (
        "undo-2",
        "draft",
        gettext_lazy("%(who)s took it out of the trash"),
    ),
    "calendar_app.delivery_held": ("pause", "wait", gettext_lazy("Held for %(where)s by %(who)s")),
    "calendar_app.delivery_cancelled": (
        "circle-x",
        "draft",
        gettext_lazy("%(who)s cancelled it for %(where)s"),
    ),
    "calendar_app.delivery_tried_again": (
        "send",
        "way",
        gettext_lazy("%(who)s asked to try %(where)s again"),
    ),
    "calendar_app.delivery_seen": ("eye", "done", gettext_lazy("%(who)s saw it on %(where)s")),
    "calendar_app.delivery_moved": (
        "calendar-clock",
        "way",
        gettext_lazy("%(who)s gave it a new time on %(where)s"),
    ),
    "calendar_app.delivery_put_back": (
        "undo-2",
        "draft",
        gettext_lazy("%(who)s took that back for %(where)s"),
    ),
    "calendar_app.delivery_sent_again": (
        "send",
        "way",
        gettext_lazy("%(who)s did not see it on %(where)s and sent it again"),
    ),
}
MACHINE: dict[str, tuple[str, str, Words]] = {
    "publishing.started": ("lock", "way", gettext_lazy("Locked for sending to %(where)s")),
    "publishing.live": ("check", "done", gettext_lazy("%(where)s said yes: it is published")),
    "publishing.refused": ("triangle-alert", "fail", gettext_lazy("%(where)s said no")),
    "publishing.put_off": ("clock", "wait", gettext_lazy("Put off for %(where)s")),
    "publishing.lost_sight": ("circle-question-mark", "unsure", gettext_lazy("No answer from %(where)s")),
    "publishing.looked": ("search", "draft", gettext_lazy("Looked on %(where)s")),
    "publishing.not_found": ("search", "draft", gettext_lazy("Not on %(where)s: sending again is safe")),
    "publishing.asked": ("circle-question-mark", "unsure", gettext_lazy("A person must look on %(where)s")),
    "publishing.expired": ("calendar-x-2", "fail", gettext_lazy("Too late for %(where)s: expired")),
    "publishing.held": ("pause", "wait", gettext_lazy("Held for %(where)s")),
}
SOMEBODY = pgettext_lazy("who did it", "Somebody")


def line(event: Event, zone: ZoneInfo, channels: Mapping[str, Channel]) -> Line | None:
    """The event as a line; None for events that are nobody's business here. `channels` by id of the delivery."""
    entry = PEOPLE.get(event.kind) or MACHINE.get(event.kind)
    if entry is None:
        return None
    icon, tone, title = entry
    channel = channels.get(str(event.facts.get("delivery", "")))
    where = channel.handle if channel else _("a channel")
    names = {"who": event.by_name or str(SOMEBODY), "where": where}
    return Line(
        at=event.at.astimezone(zone),
        icon=icon,
        tone=tone,
        title=str(title) % names,
        sentence=sentence(str(event.facts.get("code", "")), channel.network if channel else ""),
        url=str(event.facts.get("url", "")),
    )
