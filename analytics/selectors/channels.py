"""Channels that numbers are about."""

from __future__ import annotations

from connections.models import Channel
from connections.models.channel import Health


def measured() -> list[Channel]:
    """All channels of the scope; disconnected ones at the end, because their history is kept."""
    found = Channel.objects.order_by("handle", "network")
    return sorted(found, key=lambda channel: channel.state == Health.DISCONNECTED)
