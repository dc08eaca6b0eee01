"""What this room's events are called in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from connections import offered
from connections.models import Channel
from core import deeds
from core.deeds import Deed, Group, Named

CHANNELS = Group("channels", _("Channels"), 20)


def register() -> None:
    """Called once at start-up."""
    deeds.name("channel", _channels)
    deeds.register(
        Deed("connections.channel_connected", _("%(who)s connected %(what)s"), CHANNELS, "plug"),
        Deed("connections.channel_reconnected", _("%(who)s reconnected %(what)s"), CHANNELS, "plug"),
        Deed("connections.channel_disconnected", _("%(who)s disconnected %(what)s"), CHANNELS, "plug-zap"),
        Deed("connections.member_limited", _("%(who)s changed the channels of a person"), CHANNELS, "users"),
        Deed("connections.reconnect_needed", _("%(what)s stopped letting us in"), CHANNELS, "plug-zap"),
    )


def _channels(ids: Sequence[str]) -> Mapping[str, Named]:
    rows = Channel.objects.filter(pk__in=ids).select_related("brand")
    return {str(row.pk): _named(row) for row in rows}


def _named(row: Channel) -> Named:
    label = f"{offered.name_of(row.network)} · {row.handle}"
    return Named(label, reverse("connections:channel", args=[row.brand.slug, row.pk]))
