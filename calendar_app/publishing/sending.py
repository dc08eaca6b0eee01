"""Sending one due delivery: prepare (harmless), fence (committed), publish (once), settle."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from calendar_app.models import Delivery
from calendar_app.publishing import fence, looking, settling, timeliness
from calendar_app.publishing.fence import Fence, TooLate
from calendar_app.publishing.gate import NotCleared
from calendar_app.publishing.job import Job
from calendar_app.publishing.settling import Outcome, Seen
from connections.client import Client, client_for
from core import logs
from core.faultpoints import faultpoint
from core.outbox.states import State
from media_library.services import renditions
from networks.base import Draft, Prepared
from networks.errors import Busy, Reconnect, Refused, Unsure

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def send(job: Job) -> float:
    """Try once; returns for how many seconds the account must rest.

    What cannot be known is never repeated: it becomes unsure and is looked for.
    """
    kept = kept_back(job)
    if kept is not None:
        return settling.conclude(job, kept, settling.as_taken(job))
    try:
        client = client_for(job.channel)
        prepared = client.prepare(draft_of(job, client))
    except Busy as error:
        return settling.conclude(job, settling.busy(job, error), settling.as_taken(job))
    except Refused as error:
        return settling.conclude(job, settling.refused(error.code, error.detail), settling.as_taken(job))
    except Unsure as error:  # before the fence nothing irreversible was asked
        return settling.conclude(
            job, settling.busy(job, Busy(error.code, error.detail)), settling.as_taken(job)
        )
    except Reconnect as error:
        return settling.conclude(job, locked_out(error), settling.as_taken(job))
    faultpoint("C6")
    return cross(job, client, prepared)


def kept_back(job: Job) -> Outcome | None:
    """What is decided before anything is asked of the network; while it is paused not even pictures leave."""
    kept = timeliness.too_late(job) or timeliness.locked_out(job)
    return kept or (timeliness.paused(job) if job.document.media else None)


def cross(job: Job, client: Client, prepared: Prepared) -> float:
    """Fence, publish, settle."""
    try:
        put = fence.put(job, prepared, new_key(job, client))
    except NotCleared as no:
        return settling.conclude(job, settling.withdrawn(no), settling.as_taken(job))
    if put is None:
        stopped = timeliness.stopped(job)
        return settling.conclude(job, stopped, settling.as_taken(job)) if stopped else 0.0
    with logs.about(attempt=put.id):
        return settling.conclude(job, publish(job, client, prepared, put), Seen(State.SENDING, put.id))


def publish(job: Job, client: Client, prepared: Prepared, put: Fence) -> Outcome:
    """The one irreversible call, and what it came to."""
    try:
        published = client.publish(prepared, put.key, put.go)
    except TooLate:
        return settling.busy(job, Busy("stopped_too_long", retry_after=0))
    except Busy as error:
        return settling.busy(job, error)
    except Refused as error:
        return looking.verified(job, client, put.key, error)
    except Reconnect as error:
        return locked_out(error)
    except Unsure as error:
        return settling.unsure(error)
    return settling.live(published)


def locked_out(error: Reconnect) -> Outcome:
    """The channel waits for a person, and the post with it."""
    return settling.held(Delivery.Held.RECONNECT, error.code, error.detail)


def draft_of(job: Job, client: Client) -> Draft:
    """The document's draft for this channel, with the bytes of its pictures as the network takes them.

    Raises Refused for a video: no adapter takes one, and a post without it would be another post.
    """
    channel_id = str(job.channel.pk)
    if job.document.videos:
        raise Refused("video_not_taken", job.channel.network)
    draft = job.document.draft_for(channel_id)
    pictures = [
        renditions.picture_of(
            job.delivery.organization_id,
            ref.sha256,
            alt=ref.alt,
            limit_bytes=client.limits.picture_bytes,
            crop=ref.box_for(channel_id),
        )
        for ref in job.document.media
    ]
    return replace(draft, created_at=job.keyed_at, pictures=tuple(pictures))


def new_key(job: Job, client: Client) -> str:
    """The key of this delivery, made at its first attempt and kept."""
    if job.delivery.remote_key:
        return job.delivery.remote_key
    microseconds = (job.keyed_at - EPOCH) // (datetime.resolution)
    return client.new_key(microseconds, secrets.randbits(10))
