"""Looking: what became of a reply whose outcome nobody knows. Never sends; only decides whether sending is safe."""

from __future__ import annotations

from calendar_app.publishing import looking
from calendar_app.publishing import settling as outcomes
from calendar_app.publishing.settling import Outcome
from connections.client import Client, client_for
from inbox.models import Message, Reply
from inbox.publishing import settling
from inbox.publishing.job import Job
from networks.base import Published, Repeat
from networks.errors import NetworkError, Refused


def look(job: Job) -> float:
    """Ask the network once and settle what its answer means; returns for how long the account must rest."""
    try:
        outcome = seek(job, client_for(job.channel))
    except NetworkError as error:
        outcome = looking.nobody_answered(job, error)
    return settling.conclude(job, outcome, outcomes.as_taken(job))


def seek(job: Job, client: Client) -> Outcome:
    """Found: live. Not found: again where that is harmless, later where it must be looked for twice, else a person."""
    if client.repeat == Repeat.NEVER:
        return looking.ask("nobody_can_know")
    found = client.find(job.draft, job.reply.remote_key)
    if found is not None:
        is_known = is_of_another(job, found)
        return looking.ask("nobody_can_know") if is_known else outcomes.live(found)
    if client.repeat == Repeat.BY_KEY or job.reply.looks + 1 >= looking.LOOKS:
        return looking.again(job)
    return looking.look_later(job, "not_seen_yet")


def verified(job: Job, client: Client, key: str, no: Refused) -> Outcome:
    """A network may say no after it took the reply: where it can be asked, that is looked at before we believe it."""
    if client.repeat == Repeat.NEVER:
        return outcomes.refused(no.code, no.detail)
    try:
        found = client.find(job.draft, key)
    except NetworkError:
        return outcomes.unsure(no)
    return outcomes.refused(no.code, no.detail) if found is None else outcomes.live(found)


def is_of_another(job: Job, found: Published) -> bool:
    """Whether what a look found is known as another message of ours: the same words, said twice."""
    replies = Reply.objects.filter(channel_id=job.channel.pk, remote_id=found.remote_id)
    messages = Message.objects.filter(
        channel_id=job.channel.pk, remote_id=found.remote_id, reply__isnull=False
    )
    others = (replies.exclude(pk=job.reply.pk), messages.exclude(reply_id=job.reply.pk))
    return any(rows.exists() for rows in others)
