"""The server of channels' lanes."""

from __future__ import annotations

from calendar_app.models import Delivery
from calendar_app.publishing import looking, sending
from calendar_app.publishing.job import Job, take
from core.outbox.serving import Server
from core.outbox.states import State


def serve(job: Job) -> None:
    """Send what waits; look for what is unsure or still being processed."""
    if job.delivery.state == State.WAITING:
        sending.send(job)
    else:
        looking.look(job)


SERVER = Server(kind="channel", model=Delivery, key="channel_id", take=take, serve=serve)
