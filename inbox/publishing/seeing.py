"""What is seen of sending replies from outside: one log line and the counts of each outcome, after it was committed."""

from __future__ import annotations

import logging

from calendar_app.publishing import seeing
from calendar_app.publishing.settling import Outcome
from connections.selectors.trouble import OUTCOMES, label
from core import tally
from inbox.publishing.job import Job

log = logging.getLogger(__name__)


def settled(job: Job, outcome: Outcome) -> None:
    """An outcome was committed. Counted with the posts of the network: its trouble is theirs. Never fails."""
    found = seeing.kind_of(outcome.action, outcome.code)
    facts = {"outcome": found.value, "network": job.channel.network, "code": outcome.code}
    if outcome.detail:
        facts["detail"] = outcome.detail[:500]
    log.log(logging.INFO if found in seeing.QUIET else logging.WARNING, "reply_settled", extra=facts)
    tally.count(OUTCOMES, label(job.channel.network, found, job.channel.pk))
