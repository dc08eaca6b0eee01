"""Looking: what became of a delivery whose outcome nobody knows. Never sends; only decides whether sending is safe."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from calendar_app.models import Delivery
from calendar_app.models.delivery import MANY_LOOKS
from calendar_app.publishing import settling, telling
from calendar_app.publishing.errand import Errand
from calendar_app.publishing.job import Job
from calendar_app.publishing.settling import Outcome
from connections.client import Client, client_for
from networks.base import Draft, Picture, Published, Repeat
from networks.errors import Busy, NetworkError, Reconnect, Refused

LOOKS = 2
"""A network that can be asked is asked twice, at least 30 s apart, before anything is sent again."""
PATIENCE = 10
"""Looks that got no answer before a person is asked."""
LIMITS = frozenset({"rate_limited", "network_resting"})
"""The network answers, but not now: such a look does not count."""


def look(job: Job) -> float:
    """Ask the network once and settle what its answer means; returns for how long the account must rest."""
    try:
        client = client_for(job.channel)
        outcome = seek(job, client)
    except NetworkError as error:
        outcome = nobody_answered(job, error)
    return settling.conclude(job, outcome, settling.as_taken(job))


def seek(job: Job, client: Client) -> Outcome:
    """Found: live. Not found: again where that is harmless, later where it must be looked for twice, else a person."""
    if client.repeat == Repeat.NEVER:
        return ask("nobody_can_know")
    found = client.find(sought(job), job.delivery.remote_key)
    if found is not None:
        return ask("nobody_can_know") if is_of_another(job, found) else settling.live(found)
    if client.repeat == Repeat.BY_KEY or job.delivery.looks + 1 >= LOOKS:
        return again(job)
    return look_later(job, "not_seen_yet")


def verified(job: Job, client: Client, key: str, no: Refused) -> Outcome:
    """A network may say no after it has made the post: where it can be asked, that is looked at before we believe it."""
    if client.repeat == Repeat.NEVER:
        return settling.refused(no.code, no.detail)
    try:
        found = client.find(sought(job), key)
    except NetworkError:
        return settling.unsure(no)
    return settling.refused(no.code, no.detail) if found is None else settling.live(found)


def sought(job: Job) -> Draft:
    """What to look for: the text, how many pictures, and not before when. Their bytes are not needed."""
    draft = job.document.draft_for(str(job.channel.pk))
    pictures = tuple(Picture("", 0, 0, 0, alt=ref.alt) for ref in job.document.media)
    return replace(draft, created_at=job.keyed_at, pictures=pictures)


def is_of_another(job: Job, found: Published) -> bool:
    """Whether what a look found is known as the outcome of another delivery: the same words, posted twice."""
    others = Delivery.objects.filter(channel_id=job.channel.pk, remote_id=found.remote_id)
    return others.exclude(pk=job.delivery.pk).exists()


def again(job: Errand) -> Outcome:
    """It is surely not there: the same key, at first at once, then after longer and longer pauses, at most six times."""
    tries = job.row.tries
    if tries >= settling.MAX_TRIES:
        return settling.refused("gave_up")
    pauses = (0.0, *settings.BACKOFF_SECONDS)
    later = settling.later_by(pauses[min(max(tries, 1), len(pauses)) - 1])
    changes = {"due_at": later, "problem": "not_found" if tries > 1 else ""}
    return Outcome("retry", "publishing.not_found", code="not_found", changes=changes)


def look_later(job: Errand, code: str) -> Outcome:
    """Look again in half a minute."""
    changes = {
        "looks": job.row.looks + 1,
        "due_at": settling.later_by(settings.LOOK_AGAIN_SECONDS),
    }
    return Outcome("look", "publishing.looked", code=code, changes=changes)


def ask(code: str) -> Outcome:
    """A person decides: it is there, or send again."""
    changes = {"problem": code, "due_at": None}
    return Outcome("ask", "publishing.asked", code=code, changes=changes)


def nobody_answered(job: Errand, error: NetworkError) -> Outcome:
    """The look itself failed: try again for some minutes, then ask. A dead key cannot look, so a person is asked at once."""
    if isinstance(error, Busy) and error.code in LIMITS:
        return look_when_allowed(job, error)
    if isinstance(error, Reconnect) or job.row.looks >= PATIENCE:
        return ask(error.code)
    later = look_later(job, error.code)
    return replace(later, told_as=telling.UNKNOWN) if job.row.looks + 1 >= MANY_LOOKS else later


def look_when_allowed(job: Errand, error: Busy) -> Outcome:
    """The network wants to be left alone for a while; people hear of a long one."""
    seconds = max(error.retry_after, settings.LOOK_AGAIN_SECONDS)
    later = look_later(job, error.code)
    changes = {"due_at": settling.later_by(seconds)}
    is_long = seconds >= MANY_LOOKS * settings.LOOK_AGAIN_SECONDS
    return replace(later, changes=changes, rest=error.retry_after, told_as=telling.UNKNOWN * is_long)
