"""The fence: committed before the first byte of an irreversible call, and never crossed late."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, Now

from accounts.selectors.holds import covering
from accounts.services import holds
from calendar_app.models import Attempt, Delivery
from calendar_app.publishing import gate
from calendar_app.publishing.job import Job
from connections.models import Channel
from connections.models.channel import Health
from core import ledger
from core.faultpoints import faultpoint
from core.outbox.states import OUTGOING, State
from networks.base import Prepared


class TooLate(Exception):
    """The sender was stopped for so long that others may already be looking: it must not send."""


@dataclass(frozen=True, slots=True)
class Fence:
    """One attempt. Both clocks are read before the fence is committed, so it is never older than we think."""

    id: UUID
    key: str
    monotonic: float
    wall: float

    def go(self) -> None:
        """Right before the first byte: raises TooLate when the attempt is too old by either clock."""
        faultpoint("C2")
        age = max(time.monotonic() - self.monotonic, time.time() - self.wall)
        if not 0 <= age < settings.SEND_DEADLINE_SECONDS:
            raise TooLate


def put(job: Job, prepared: Prepared, key: str) -> Fence | None:
    """Commit the fence. None when the delivery was cancelled, edited, held or paused meanwhile: that always wins.

    Raises NotCleared when the gate says no (the approval was withdrawn).
    """
    fence = Fence(uuid4(), job.delivery.remote_key or key, time.monotonic(), time.time())
    try:
        stands = _commit(job, prepared, fence)
    except (OperationalError, InterfaceError):
        connection.close()  # the line broke, perhaps after the commit: what stands in the row decides
        stands = Delivery.objects.filter(pk=job.delivery.pk, state=State.SENDING, fence=fence.id).exists()
    return fence if stands else None


def _commit(job: Job, prepared: Prepared, fence: Fence) -> bool:
    with gate.asked(), transaction.atomic():
        holds.share()
        if not _take(job, fence):
            return False
        number = job.attempts + 1
        Attempt.objects.create(
            organization_id=job.delivery.organization_id,
            brand_id=job.delivery.brand_id,
            delivery=job.delivery,
            number=number,
            fence=fence.id,
            payload_hash=payload_hash(prepared, fence.key),
            target=job.channel.remote_id,
        )
        ledger.record(
            "publishing.started",
            f"post:{job.delivery.post_id}",
            brand_id=job.delivery.brand_id,
            delivery=str(job.delivery.pk),
            number=number,
        )
    return True


def _take(job: Job, fence: Fence) -> bool:
    """Compare-and-set: waiting, the content we read, due, no hold, and a channel that lets us in.

    Other tables are asked by EXISTS: a join would make Django compare in a sub-query, which Postgres does not ask
    again after it waited for somebody who was just cancelling the row.
    """
    healthy = Channel.objects.filter(pk=OuterRef("channel_id"), state=Health.HEALTHY)
    mine = Delivery.objects.filter(
        Exists(healthy),
        ~Exists(covering(OuterRef("brand_id"), OuterRef("channel_id"))),
        pk=job.delivery.pk,
        state__in=OUTGOING.sources("fence"),
        content_hash=job.delivery.content_hash,
        due_at__lte=Now(),
    )
    taken = mine.update(
        state=OUTGOING.after(State.WAITING, "fence"),
        fence=fence.id,
        fenced_at=Now(),
        tries=F("tries") + 1,
        remote_key=fence.key,
        keyed_at=Coalesce("keyed_at", job.keyed_at),
        problem="",
    )
    return taken == 1


def payload_hash(prepared: Prepared, key: str) -> str:
    """What exactly the irreversible call carries, as sha256 in hex."""
    body = json.dumps([key, prepared.body], sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()
