"""The fence of a reply: committed before the first byte of the call, and never crossed late."""

from __future__ import annotations

import time
from uuid import uuid4

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, Now

from accounts.selectors.holds import covering
from accounts.services import holds
from calendar_app.publishing import gate
from calendar_app.publishing.fence import Fence, payload_hash
from connections.models import Channel
from connections.models.channel import Health
from core import ledger
from core.outbox.states import OUTGOING, State
from inbox.models import Reply, ReplyAttempt
from inbox.publishing.job import Job
from networks.base import Prepared

CONSTRAINTS = frozenset({"reply_gate", "reply_cleared", "reply_covered", "reply_exempt"})
"""What the gate in the table of replies says no by."""


def put(job: Job, prepared: Prepared, key: str) -> Fence | None:
    """Commit the fence. None when the reply was taken back, edited, held or paused meanwhile: that always wins.

    Raises NotCleared when the gate says no.
    """
    fence = Fence(uuid4(), job.reply.remote_key or key, time.monotonic(), time.time())
    try:
        stands = _commit(job, prepared, fence)
    except (OperationalError, InterfaceError):
        connection.close()  # the line broke, perhaps after the commit: what stands in the row decides
        stands = Reply.objects.filter(pk=job.reply.pk, state=State.SENDING, fence=fence.id).exists()
    return fence if stands else None


def _commit(job: Job, prepared: Prepared, fence: Fence) -> bool:
    reply = job.reply
    with gate.asked(CONSTRAINTS), transaction.atomic():
        holds.share()
        if not _take(job, fence):
            return False
        ReplyAttempt.objects.create(
            organization_id=reply.organization_id,
            brand_id=reply.brand_id,
            reply=reply,
            number=job.attempts + 1,
            fence=fence.id,
            payload_hash=payload_hash(prepared, fence.key),
            target=job.channel.remote_id,
        )
        subject = f"conversation:{reply.conversation_id}"
        ledger.record("inbox.reply_started", subject, brand_id=reply.brand_id, reply=str(reply.pk))
    return True


def _take(job: Job, fence: Fence) -> bool:
    """Compare-and-set: waiting, the content we read, due, no hold, and a channel that lets us in (EXISTS: see posts)."""
    healthy = Channel.objects.filter(pk=OuterRef("channel_id"), state=Health.HEALTHY)
    mine = Reply.objects.filter(
        Exists(healthy),
        ~Exists(covering(OuterRef("brand_id"), OuterRef("channel_id"))),
        pk=job.reply.pk,
        state__in=OUTGOING.sources("fence"),
        content_hash=job.reply.content_hash,
        due_at__lte=Now(),
    )
    taken: int = mine.update(
        state=OUTGOING.after(State.WAITING, "fence"),
        fence=fence.id,
        fenced_at=Now(),
        tries=F("tries") + 1,
        remote_key=fence.key,
        keyed_at=Coalesce("keyed_at", job.keyed_at),
        problem="",
    )
    return taken == 1
