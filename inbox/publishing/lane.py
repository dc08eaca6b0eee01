"""The server of replies: they stand in the lanes of their channels, beside the posts."""

from __future__ import annotations

from core import logs
from core.outbox.serving import Server
from core.outbox.states import State
from inbox.models import Reply
from inbox.publishing import aside, looking, sending
from inbox.publishing.job import Job, take


def serve(job: Job) -> float:
    """Send what waits; look for what is unsure or still being processed. Returns the rest that the account needs."""
    with logs.about(brand=job.reply.brand_id, reply=job.reply.pk, channel=job.channel.pk):
        if job.reply.state == State.WAITING:
            return sending.send(job)
        return looking.look(job)


SERVER = Server(
    kind="channel", model=Reply, key="channel_id", take=take, serve=serve, set_aside=aside.set_aside
)
