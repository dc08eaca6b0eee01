"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from activity import ownership
from activity.mail import sending
from activity.models import Mail
from core.outbox import serving


def register() -> None:
    """Called once, when all models are there."""
    ownership.register()
    serving.register(
        serving.Server(
            kind="mail",
            model=Mail,
            key="server",
            take=sending.take,
            serve=sending.serve,
            set_aside=sending.set_aside,
        )
    )
