"""Sending one due reply: prepare (harmless), fence (committed), publish (once), settle."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from calendar_app.publishing import settling as outcomes
from calendar_app.publishing import timeliness
from calendar_app.publishing.fence import Fence, TooLate
from calendar_app.publishing.gate import NotCleared
from calendar_app.publishing.sending import locked_out
from calendar_app.publishing.settling import Outcome, Seen
from connections.client import Client, client_for
from core import logs
from core.faultpoints import faultpoint
from core.outbox.states import State
from inbox.publishing import fence, looking, settling
from inbox.publishing.job import Job
from networks.base import Prepared
from networks.errors import Busy, Reconnect, Refused, Unsure

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def send(job: Job) -> float:
    """Try once; returns for how many seconds the account must rest.

    What cannot be known is never repeated: it becomes unsure and is looked for.
    """
    kept = timeliness.locked_out(job)
    if kept is not None:
        return settling.conclude(job, kept, outcomes.as_taken(job))
    try:
        client = client_for(job.channel)
        prepared = client.prepare_reply(job.draft, job.document.to, job.document.thread)
    except (Busy, Unsure) as error:  # before the fence nothing irreversible was asked
        busy = error if isinstance(error, Busy) else Busy(error.code, error.detail)
        return settling.conclude(job, outcomes.busy(job, busy), outcomes.as_taken(job))
    except Refused as error:
        return settling.conclude(job, outcomes.refused(error.code, error.detail), outcomes.as_taken(job))
    except Reconnect as error:
        return settling.conclude(job, locked_out(error), outcomes.as_taken(job))
    faultpoint("C6")
    return cross(job, client, prepared)


def cross(job: Job, client: Client, prepared: Prepared) -> float:
    """Fence, publish, settle."""
    try:
        put = fence.put(job, prepared, new_key(job, client))
    except NotCleared as no:
        return settling.conclude(job, outcomes.withdrawn(no), outcomes.as_taken(job))
    if put is None:
        stopped = timeliness.stopped(job)
        return settling.conclude(job, stopped, outcomes.as_taken(job)) if stopped else 0.0
    with logs.about(attempt=put.id):
        return settling.conclude(job, publish(job, client, prepared, put), Seen(State.SENDING, put.id))


def publish(job: Job, client: Client, prepared: Prepared, put: Fence) -> Outcome:
    """The one irreversible call, and what it came to."""
    try:
        published = client.publish(prepared, put.key, put.go)
    except TooLate:
        return outcomes.busy(job, Busy("stopped_too_long", retry_after=0))
    except Busy as error:
        return outcomes.busy(job, error)
    except Refused as error:
        return looking.verified(job, client, put.key, error)
    except Reconnect as error:
        return locked_out(error)
    except Unsure as error:
        return outcomes.unsure(error)
    return outcomes.live(published)


def new_key(job: Job, client: Client) -> str:
    """The key of this reply, made at its first attempt and kept."""
    if job.reply.remote_key:
        return job.reply.remote_key
    microseconds = (job.keyed_at - EPOCH) // (datetime.resolution)
    return client.new_key(microseconds, secrets.randbits(10))
