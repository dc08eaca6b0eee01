"""A publisher as many products have it: take what is due, call the network, write “published”; after any error, again.

No lease, no fence, no key that is kept, no look. The harness must catch it, else the harness is blind.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.db.models.functions import Now

from calendar_app.document import from_bytes
from calendar_app.models import Delivery
from calendar_app.publishing.job import Job
from calendar_app.publishing.sending import draft_of
from connections.client import client_for
from core import clock
from core.faultpoints import faultpoint
from core.outbox import serving
from core.outbox.lanes import Lane
from core.outbox.states import State
from core.tenancy import scope
from networks.errors import NetworkError


def install() -> None:
    """From now on this process publishes naively."""
    serving.drain = drain
    serving.serve_next = serve_next


def drain(kinds: list[str], **_: Any) -> int:
    """Everything that is due, once."""
    return int(serve_next(kinds))


def serve_next(kinds: list[str], *_: Any) -> bool:
    """One round over all accounts that have something to do."""
    due = list(Lane.objects.filter(kind__in=kinds, next_at__lte=Now()).order_by("next_at"))
    return sum(_round(lane) for lane in due) > 0


def _round(lane: Lane) -> int:
    assert lane.organization_id is not None
    with scope.enter(lane.organization_id):
        waiting = Delivery.objects.filter(channel_id=lane.key, state=State.WAITING)
        rows = list(
            waiting.filter(due_at__lte=Now()).select_related("version", "channel__credential", "post")
        )
        sent = sum(_send(row) for row in rows)
        if not waiting.exists():
            Lane.objects.filter(pk=lane.pk).update(next_at=None)
    return sent


def _send(row: Delivery) -> bool:
    faultpoint("C1")
    job = Job(row, row.channel, from_bytes(row.version.canonical), clock.now())
    client = client_for(row.channel)
    key = client.new_key(time.time_ns() // 1000, secrets.randbits(10))
    try:
        prepared = client.prepare(draft_of(job, client))
        published = client.publish(prepared, key, lambda: faultpoint("C2"))
    except NetworkError:
        return False
    faultpoint("C4")
    Delivery.objects.filter(pk=row.pk).update(
        state=State.LIVE,
        remote_id=published.remote_id,
        remote_url=published.url,
        due_at=None,
        settled_at=Now(),
    )
    return True
