"""Channels by a few letters of their name or network."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from connections import offered
from connections.models import Channel
from connections.models.channel import Health
from core.ranking import best


@dataclass(frozen=True, slots=True)
class Found:
    """One channel: its handle, its network in words, and the network's mark."""

    pk: UUID
    handle: str
    network: str
    icon: str


def found(typed: str, limit: int = 5) -> list[Found]:
    """The scope's connected channels that fit, best first: one query."""
    connected = Channel.objects.exclude(state=Health.DISCONNECTED).order_by("network", "handle", "pk")
    channels = [_found(channel) for channel in connected.only("handle", "network")]
    return best(typed, channels, lambda one: f"{one.handle} {one.network}", limit=limit, loose=False)


def _found(channel: Channel) -> Found:
    mark = "flask-conical" if channel.network == offered.PRACTICE else f"n-{channel.network}"
    return Found(channel.pk, channel.handle, offered.name_of(channel.network), mark)
