"""Looking: what became of a delivery whose outcome nobody knows. Never sends; only decides whether sending is safe."""

from __future__ import annotations

from django.conf import settings
from django.db.models.functions import Now

from calendar_app.publishing import sending, settling
from calendar_app.publishing.job import Job
from calendar_app.publishing.settling import Outcome
from connections.client import Client, client_for
from networks.base import Repeat
from networks.errors import NetworkError, Reconnect

LOOKS = 2
"""A network that can be asked is asked twice, at least 30 s apart, before anything is sent again."""
PATIENCE = 10
"""Looks that got no answer before a person is asked."""


def look(job: Job) -> None:
    """Ask the network once and settle what its answer means."""
    try:
        client = client_for(job.channel)
        outcome = seek(job, client)
    except NetworkError as error:
        outcome = nobody_answered(job, error)
    sending.settle(job, outcome, settling.as_taken(job))


def seek(job: Job, client: Client) -> Outcome:
    """Found: live. Not found: again where that is harmless, later where it must be looked for twice, else a person."""
    if client.repeat == Repeat.NEVER:
        return ask("nobody_can_know")
    draft = job.document.draft_for(str(job.channel.pk))
    found = client.find(draft, job.delivery.remote_key)
    if found is not None:
        return settling.live(found)
    if client.repeat == Repeat.BY_KEY or job.delivery.looks + 1 >= LOOKS:
        return again()
    return look_later(job, "not_seen_yet")


def again() -> Outcome:
    """It is surely not there: the same key, at once."""
    changes = {"due_at": Now(), "problem": ""}
    return Outcome("retry", "publishing.not_found", code="not_found", changes=changes)


def look_later(job: Job, code: str) -> Outcome:
    """Look again in half a minute."""
    changes = {
        "looks": job.delivery.looks + 1,
        "due_at": settling.later_by(settings.LOOK_AGAIN_SECONDS),
    }
    return Outcome("look", "publishing.looked", code=code, changes=changes)


def ask(code: str) -> Outcome:
    """A person decides: it is there, or send again."""
    changes = {"problem": code, "due_at": None}
    return Outcome("ask", "publishing.asked", code=code, changes=changes)


def nobody_answered(job: Job, error: NetworkError) -> Outcome:
    """The look itself failed: try again for some minutes, then ask. A dead key cannot look, so a person is asked at once."""
    if isinstance(error, Reconnect) or job.delivery.looks >= PATIENCE:
        return ask(error.code)
    return look_later(job, error.code)
