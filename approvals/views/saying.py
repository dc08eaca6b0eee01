"""Words of approvals: states, answers, ways. Templates and tables of the room use the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Decision
from approvals.states import State

Verdict, Via = Decision.Verdict, Decision.Via


class Words(Mapping[str, tuple[str, str, str]]):
    """Tone, icon and word by key; the word in the language that is active when it is read."""

    def __init__(self, table: dict[str, tuple[str, str, Promise]]) -> None:
        self._table = table

    def __getitem__(self, key: str) -> tuple[str, str, str]:
        tone, icon, word = self._table[key]
        return tone, icon, str(word)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


STATES = Words(
    {
        State.OPEN: ("wait", "hourglass", pgettext_lazy("review", "Waiting for approval")),
        State.APPROVED: ("way", "badge-check", pgettext_lazy("review", "Approved")),
        State.CHANGES_ASKED: ("wait", "message-square-text", pgettext_lazy("review", "Changes asked")),
        State.REJECTED: ("fail", "circle-x", pgettext_lazy("review", "Rejected")),
        State.WITHDRAWN: ("draft", "undo-2", pgettext_lazy("review", "Withdrawn")),
        State.VOID: ("draft", "history", pgettext_lazy("review", "Changed since")),
        State.EXPIRED: ("fail", "calendar-x-2", pgettext_lazy("review", "Expired")),
    }
)

DECIDED = Words(
    {
        Verdict.APPROVE: ("way", "badge-check", pgettext_lazy("who said yes", "Agreed")),
        Verdict.CHANGES: ("wait", "message-square-text", pgettext_lazy("review", "Changes asked")),
        Verdict.REJECT: ("fail", "circle-x", pgettext_lazy("review", "Rejected")),
    }
)

VIAS: dict[str, Promise | str] = {
    Via.PAGE: "",
    Via.MAIL: _("by the mail’s link"),
    Via.GUEST: _("by a guest’s link"),
    Via.API: _("by a program"),
}


def place_word(via: str) -> str:
    """By which way somebody answered; "" for the page itself."""
    return str(VIAS.get(via, via))


def initials(name: str) -> str:
    """One or two letters for the round avatar."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
