"""`/status`: what works now, in plain words, for everybody. It shows nothing of any organization."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import floor
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from calendar_app import wall
from connections import offered
from connections.selectors.trouble import FEWEST, SINCE, Kind, Rate, rates_now
from core.tally import Key
from smm import figures
from smm.figures import Lanes, Promise

FRESH_SECONDS = 10.0
TICK_SECONDS = 60.0
MAIL_SECONDS = 300.0
TARGET = 0.999
UNAVAILABLE = 503
OFFERED = ("text/html", "application/json")


class State(StrEnum):
    """How a part does."""

    OK = "ok"
    TROUBLE = "trouble"
    DOWN = "down"
    QUIET = "quiet"


SHOWN: dict[State, tuple[str, str, str | Lazy]] = {
    State.OK: ("done", "check", _("Works")),
    State.TROUBLE: ("wait", "triangle-alert", _("Trouble")),
    State.DOWN: ("fail", "circle-x", _("Stands still")),
    State.QUIET: ("draft", "circle-check", _("Quiet")),
}
"""Tone, icon and word of each state."""


PUBLISHING = pgettext_lazy("a part of what may work", "Publishing")


@dataclass(frozen=True, slots=True)
class Part:
    """One part, its state, and a sentence about it."""

    key: str
    name: str | Lazy
    state: State
    sentence: str | Lazy

    @property
    def shown(self) -> dict[str, str | Lazy]:
        """As components/state.html takes it."""
        tone, icon, word = SHOWN[self.state]
        return {"tone": tone, "icon": icon, "word": word}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read; `at` is when. Nothing in it depends on who asks."""

    at: datetime
    totals: dict[Key, float]
    lanes: dict[str, Lanes]
    rates: dict[str, Rate]


_lock = threading.Lock()
_known: list[tuple[float, Facts]] = []


@require_safe
@never_cache
@login_not_required
def status(request: HttpRequest) -> HttpResponse:
    """A page, or JSON for who asks for it. 503 when the database does not answer."""
    try:
        facts = _facts()
    except Error:
        facts = None
    parts = [_web(), *(_parts(facts) if facts else [_no_database()])]
    code = 200 if facts else UNAVAILABLE
    promise = figures.promise(facts.totals) if facts else Promise(0, 0)
    if request.get_preferred_type(OFFERED) == "application/json":
        answer: HttpResponse = JsonResponse(_as_json(parts, promise, facts), status=code)
    else:
        now = timezone.localtime()
        context = {
            "parts": parts,
            "all_well": all(part.state in (State.OK, State.QUIET) for part in parts),
            "share": _share(promise),
            "at": timezone.localtime(facts.at) if facts else now,
            "zone": _zone(now),
        }
        answer = render(request, "smm/status.html", context, status=code)
    patch_vary_headers(answer, ["Accept"])
    return answer


def forget() -> None:
    """Read everything anew at the next look."""
    with _lock:
        _known.clear()


def _facts() -> Facts:
    """At most ten seconds old; three queries otherwise."""
    with _lock:
        if _known and time.monotonic() - _known[0][0] < FRESH_SECONDS:
            return _known[0][1]
    found = Facts(timezone.now(), figures.counts(), figures.lanes(), rates_now())
    with _lock:
        _known[:] = [(time.monotonic(), found)]
    return found


def _parts(facts: Facts) -> list[Part]:
    networks = [
        _network(network.key, str(network.name), facts)
        for network in offered.offered()
        if network.key != offered.PRACTICE
    ]
    return [_publishing(facts), _mail(facts), *networks]


def _web() -> Part:
    return Part("web", _("Pages"), State.OK, _("You are reading one."))


def _no_database() -> Part:
    sentence = _(
        "Our database does not answer. What is scheduled goes out as soon as it does; nothing is lost."
    )
    return Part("publishing", PUBLISHING, State.DOWN, sentence)


def _publishing(facts: Facts) -> Part:
    age = figures.age(facts.totals, "channel", facts.at.timestamp())
    lanes = facts.lanes.get("channel")
    if age is None or age > TICK_SECONDS:
        state, words = State.DOWN, _("Nobody looks for due posts just now. They go out when it works again.")
    elif lanes and lanes.overdue:
        state, words = (
            State.TROUBLE,
            _("Some posts wait for longer than a minute. They go out by themselves."),
        )
    else:
        state, words = State.OK, _("Due posts go out at once.")
    return Part("publishing", PUBLISHING, state, words)


def _mail(facts: Facts) -> Part:
    age = figures.age(facts.totals, "mail", facts.at.timestamp())
    lanes = facts.lanes.get("mail")
    if age is None or age > TICK_SECONDS:
        state, words = State.DOWN, _("No mail leaves just now. They are sent when it works again.")
    elif lanes and lanes.oldest_seconds > MAIL_SECONDS:
        state, words = State.TROUBLE, _("Mails are late. They are sent by themselves.")
    else:
        state, words = State.OK, _("Mails leave at once.")
    return Part("mail", _("Mail"), state, words)


def _network(key: str, name: str, facts: Facts) -> Part:
    """What posts met there in the last ten minutes."""
    rate = facts.rates.get(key)
    if (SINCE, f"{key}:{Kind.DOWN}") in facts.totals:
        words = _("Many attempts failed there in the last ten minutes. They are repeated by themselves.")
        return Part(key, name, State.TROUBLE, words)
    if (SINCE, f"{key}:{Kind.REFUSING}") in facts.totals:
        words = _("It refuses unusually many posts. They are kept and can be sent again when this is over.")
        return Part(key, name, State.TROUBLE, words)
    if rate is None or rate.outcomes < FEWEST:
        words = _("Too few posts went there in the last ten minutes to say more.")
        return Part(key, name, State.QUIET, words)
    if not rate.failed:
        return Part(key, name, State.OK, _("No attempt of the last ten minutes failed there."))
    share = _percent(max(1, round(rate.share * 100)), 0)
    words = _("%(share)s of the attempts in the last ten minutes failed there and are repeated.")
    return Part(key, name, State.OK, str(words) % {"share": share})


def _zone(now: datetime) -> str:
    """Whose clock the page shows: the reader's, or UTC for who is not signed in."""
    name = timezone.get_current_timezone_name()
    return name if name == "UTC" else wall.label(name, now)


def _share(promise: Promise) -> str:
    """Never rounded up: 99.997 % is not 100 %. "" when it is not known."""
    return "" if promise.share is None else _percent(floor(promise.share * 10_000) / 100, 2)


def _percent(number: float, decimals: int) -> str:
    """As the reader's language writes it."""
    return str(_("%(number)s %%")) % {"number": formats.number_format(number, decimals)}


def _as_json(parts: list[Part], promise: Promise, facts: Facts | None) -> dict[str, Any]:
    worst = next(
        (state for state in (State.DOWN, State.TROUBLE) if any(p.state == state for p in parts)), State.OK
    )
    return {
        "status": worst,
        "at": facts.at.isoformat() if facts else None,
        "parts": [
            {"key": part.key, "name": str(part.name), "state": part.state, "sentence": str(part.sentence)}
            for part in parts
        ],
        "promise": {
            "within_seconds": 60,
            "target": TARGET,
            "days": figures.PROMISED_DAYS,
            "share": promise.share,
        },
    }
