"""What a post shows: the worst of its deliveries, as a word, an icon and a tone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.outbox.states import State


@dataclass(frozen=True, slots=True)
class Shown:
    """A state for people. `tone` is the value of data-s; it is never the only sign."""

    state: str
    word: str | Promise
    icon: str
    tone: str


SHOWN: dict[str, Shown] = {
    shown.state: shown
    for shown in (
        Shown(State.ASKING, _("Outcome unknown"), "circle-question-mark", "unsure"),
        Shown(State.REFUSED, _("Failed"), "triangle-alert", "fail"),
        Shown(State.HELD, _("Held"), "pause", "wait"),
        Shown(State.EXPIRED, _("Expired"), "calendar-x-2", "fail"),
        Shown(State.UNSURE, _("Checking"), "search", "unsure"),
        Shown(State.SENDING, _("Publishing"), "send", "way"),
        Shown(State.ACCEPTED, _("Processing"), "send", "way"),
        Shown(State.WAITING, _("Scheduled"), "clock", "way"),
        Shown(State.DRAFT, _("Draft"), "pencil-line", "draft"),
        Shown(State.LIVE, _("Published"), "check", "done"),
        Shown(State.CANCELLED, _("Cancelled"), "circle-x", "draft"),
    )
}
"""Worst first."""

RANK = {state: rank for rank, state in enumerate(SHOWN)}
ASKS = (State.ASKING, State.REFUSED, State.HELD, State.EXPIRED, State.UNSURE)
"""States that stand under "needs you", most urgent first."""


def worst(states: Iterable[str]) -> Shown:
    """What a post with these deliveries shows; a post without any is a draft."""
    found = sorted(states, key=RANK.__getitem__)
    return SHOWN[found[0]] if found else SHOWN[State.DRAFT]
