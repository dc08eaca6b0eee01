"""The server of channels' lanes."""

from __future__ import annotations

from calendar_app.models import Delivery
from calendar_app.publishing import aside, looking, sending
from calendar_app.publishing.job import Job, take
from core import logs
from core.outbox.serving import Server
from core.outbox.states import State


def serve(job: Job) -> float:
    """Send what waits; look for what is unsure or still being processed. Returns the rest that the account needs."""
    with logs.about(brand=job.delivery.brand_id, delivery=job.delivery.pk, channel=job.channel.pk):
        if job.delivery.state == State.WAITING:
            return sending.send(job)
        return looking.look(job)


SERVER = Server(
    kind="channel", model=Delivery, key="channel_id", take=take, serve=serve, set_aside=aside.set_aside
)
