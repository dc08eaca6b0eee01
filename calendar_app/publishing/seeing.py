"""What is seen of publishing from outside: one log line and the counts of each outcome, after it was committed."""

from __future__ import annotations

import logging

from calendar_app.publishing.job import Job
from connections.selectors.trouble import OUTCOMES, Outcome, label
from connections.sentences import KEYS
from core import tally
from core.outbox.states import State

log = logging.getLogger(__name__)

HERE = frozenset(
    {"stopped_too_long", "renewing", "renewed_meanwhile", "expired_token", "keys_unreadable"}
    | {"media_unavailable", "network_gone", "not_found"}
)
"""Codes of posts that were put off for a reason of our own."""
BY_ACTION = {
    "settle": Outcome.LIVE,
    "doubt": Outcome.UNSURE,
    "ask": Outcome.ASKED,
    "look": Outcome.LOOKED,
}
QUIET = frozenset({Outcome.LIVE, Outcome.LOOKED})


def settled(job: Job, action: str, code: str, detail: str, *, state: str) -> None:
    """An outcome was committed: the move, its code; `state` is the row's before it. Never fails.

    `detail` is the network's own text; it stands in the line, because logs are where it belongs.
    """
    found = kind_of(action, code)
    facts = {"outcome": found.value, "network": job.channel.network, "code": code}
    if detail:
        facts["detail"] = detail[:500]
    log.log(logging.INFO if found in QUIET else logging.WARNING, "delivery_settled", extra=facts)
    tally.count(OUTCOMES, label(job.channel.network, found, job.channel.pk))
    if state == State.SENDING:
        _observe_start(job)


def kind_of(action: str, code: str) -> Outcome:
    """What is counted for a move of the flow and the code that came with it."""
    if action == "refuse":
        return Outcome.GAVE_UP if code == "gave_up" else Outcome.REFUSED
    if action == "retry":
        if code in HERE:
            return Outcome.HERE
        return Outcome.LIMITED if code == "rate_limited" else Outcome.BUSY
    if action == "hold":
        return Outcome.HELD if code in KEYS else Outcome.HERE
    return BY_ACTION.get(action, Outcome.HERE)


def _observe_start(job: Job) -> None:
    """How late the first attempt began: from the promise, or from a person's later "now", by the database's clock."""
    if job.delivery.planned_at is not None and job.delivery.keyed_at is None:
        tally.observe_lateness((job.now - job.promised).total_seconds())
