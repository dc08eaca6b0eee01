"""The queues as the page names them: their words, and what stands there when one is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inbox.selectors.queue import MOST_COUNTED, Counts, View
from inbox.views.filtering import Filters

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Queue:
    """One tab. `count` is "" where nothing waits or nobody counts."""

    key: str
    word: Words
    url: str
    count: str
    is_current: bool
    icon: str
    empty_title: Words
    empty_text: Words


QUEUES: Mapping[View, tuple[Words, str, Words, Words]] = {
    View.UNANSWERED: (
        pgettext_lazy("conversations", "Unanswered"),
        "inbox",
        _("Everybody is answered"),
        _("Nobody waits for you. New comments and mentions come in by themselves."),
    ),
    View.MINE: (
        pgettext_lazy("conversations", "Mine"),
        "user-round",
        _("Nothing is yours right now"),
        _("What you take or what is given to you stands here."),
    ),
    View.UNASSIGNED: (
        pgettext_lazy("conversations", "Unassigned"),
        "users",
        _("Everything has somebody"),
        _("What nobody has taken yet stands here."),
    ),
    View.DUE: (
        pgettext_lazy("conversations", "Due"),
        "timer",
        _("Nothing is due"),
        _("What must be answered stands here by its time, late ones first."),
    ),
    View.WAITING: (
        pgettext_lazy("conversations", "Waiting"),
        "hourglass",
        _("Nobody owes you an answer"),
        _("What you have answered stands here until the customer writes again."),
    ),
    View.SNOOZED: (
        pgettext_lazy("conversations", "Later"),
        "alarm-clock",
        _("Nothing is put aside"),
        _("What you put aside comes back by itself at the time you chose."),
    ),
    View.DONE: (
        pgettext_lazy("conversations", "Closed"),
        "check",
        _("Nothing is closed yet"),
        _("What is done stands here. A new message of the customer opens it again."),
    ),
    View.ALL: (
        pgettext_lazy("conversations", "All"),
        "message-square-text",
        _("No conversation yet"),
        _("Comments and mentions of your channels come in by themselves, within some minutes."),
    ),
}


def tabs(base: str, filters: Filters, counts: Counts) -> list[Queue]:
    """All queues with their numbers, the chosen one marked."""
    return [_tab(view, base, filters, counts) for view in QUEUES]


def _tab(view: View, base: str, filters: Filters, counts: Counts) -> Queue:
    word, icon, title, text = QUEUES[view]
    number = getattr(counts, view.value, 0)
    return Queue(
        key=view.value,
        word=word,
        url=base + filters.only(view).query,
        count="99+" if number >= MOST_COUNTED else str(number or ""),
        is_current=view == filters.queue,
        icon=icon,
        empty_title=title,
        empty_text=text,
    )
