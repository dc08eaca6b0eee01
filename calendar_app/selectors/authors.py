"""Whose posts depend on a channel."""

from __future__ import annotations

from accounts.grants import Can
from accounts.models import User
from accounts.selectors.people import people_who
from calendar_app.models import Delivery
from connections.models import Channel
from core.outbox.states import State

DEPEND = (State.WAITING, State.HELD, State.SENDING, State.ACCEPTED, State.UNSURE, State.ASKING)
"""States of deliveries that go on only when their channel lets us in."""


def authors_waiting(channel: Channel) -> list[User]:
    """The authors of posts that are planned or under way on this channel, as long as they may see its brand.

    Ask inside its scope.
    """
    waiting = Delivery.objects.filter(channel=channel, state__in=DEPEND)
    authors = set(waiting.values_list("post__author", flat=True))
    return [person for person in people_who(Can.VIEW, channel.brand) if person.pk in authors]
