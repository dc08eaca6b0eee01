"""Sending one due delivery: prepare (harmless), fence (committed), publish (once), settle."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from calendar_app.models import Delivery
from calendar_app.publishing import fence, settling
from calendar_app.publishing.fence import Fence, TooLate
from calendar_app.publishing.gate import NotCleared
from calendar_app.publishing.job import Job
from calendar_app.publishing.settling import Outcome, Seen
from connections.client import Client, client_for
from core.faultpoints import faultpoint
from core.outbox.states import State
from media_library.services import renditions
from networks.base import Draft, Prepared
from networks.errors import Busy, Reconnect, Refused, Unsure

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def send(job: Job) -> None:
    """Try once. What cannot be known is never repeated: it becomes unsure and is looked for."""
    try:
        client = client_for(job.channel)
        prepared = client.prepare(draft_of(job, client))
    except Busy as error:
        settling.settle(job, settling.busy(job, error), settling.as_taken(job))
    except Refused as error:
        refused = settling.refused(error.code, error.detail)
        settling.settle(job, refused, settling.as_taken(job))
    except Unsure as error:  # before the fence nothing irreversible was asked
        later = settling.busy(job, Busy(error.code, error.detail))
        settling.settle(job, later, settling.as_taken(job))
    except Reconnect as error:
        held = settling.held(Delivery.Held.RECONNECT, error)
        settling.settle(job, held, settling.as_taken(job))
    else:
        faultpoint("C6")
        cross(job, client, prepared)


def cross(job: Job, client: Client, prepared: Prepared) -> None:
    """Fence, publish, settle."""
    try:
        put = fence.put(job, prepared, new_key(job, client))
    except NotCleared as no:
        settling.settle(job, settling.withdrawn(no), settling.as_taken(job))
        return
    if put is not None:
        settle(job, publish(job, client, prepared, put), Seen(State.SENDING, put.id))


def settle(job: Job, outcome: Outcome, seen: Seen) -> None:
    """Settle; where the gate lets the row not wait again, it is held."""
    try:
        settling.settle(job, outcome, seen)
    except NotCleared as no:
        settling.settle(job, settling.withdrawn(no), seen)


def publish(job: Job, client: Client, prepared: Prepared, put: Fence) -> Outcome:
    """The one irreversible call, and what it came to."""
    try:
        published = client.publish(prepared, put.key, put.go)
    except TooLate:
        return settling.busy(job, Busy("stopped_too_long", retry_after=0))
    except Busy as error:
        return settling.busy(job, error)
    except Refused as error:
        return settling.refused(error.code, error.detail)
    except Reconnect as error:
        return settling.held(Delivery.Held.RECONNECT, error)
    except Unsure as error:
        return settling.unsure(error)
    return settling.live(published)


def draft_of(job: Job, client: Client) -> Draft:
    """The document's draft for this channel, with the bytes of its pictures as the network takes them."""
    draft = job.document.draft_for(str(job.channel.pk))
    pictures = [
        renditions.picture_of(
            job.delivery.organization_id,
            ref.sha256,
            alt=ref.alt,
            limit_bytes=client.limits.picture_bytes,
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
