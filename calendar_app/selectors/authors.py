"""Whose posts depend on a channel."""

from __future__ import annotations

from accounts.models import User
from calendar_app.models import Delivery
from connections.models import Channel
from core.outbox.states import State

DEPEND = (State.WAITING, State.HELD, State.SENDING, State.ACCEPTED, State.UNSURE, State.ASKING)
"""States of deliveries that go on only when their channel lets us in."""


def authors_waiting(channel: Channel) -> list[User]:
    """The authors of posts that are planned or under way on this channel; ask inside its scope."""
    waiting = Delivery.objects.filter(channel=channel, state__in=DEPEND)
    return list(User.objects.filter(pk__in=waiting.values("post__author")).order_by("pk"))
