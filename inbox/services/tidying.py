"""What is over goes: raw bodies, presence, strays. And channels that nobody listens to yet are begun with."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from connections.models import Channel
from connections.models.channel import Health
from inbox.models import Cursor, HookBody, HookEvent, Stray
from inbox.services import hooking, listening, presence

STRAYS = timedelta(days=30)


def tidy(*, dry_run: bool = False) -> int:
    """Of the open organization; returns how many rows went (or would go). Twice is harmless."""
    old = Now() - hooking.KEPT
    rows = [
        HookBody.objects.filter(received_at__lt=old),
        HookEvent.objects.filter(received_at__lt=old),
        Stray.objects.filter(created_at__lt=Now() - STRAYS),
    ]
    if dry_run:
        return sum(one.count() for one in rows)
    begin_all()
    return presence.forget() + sum(one.delete()[0] for one in rows)


def begin_all() -> int:
    """Listen to every healthy channel that was connected before anybody listened; returns how many."""
    unheard = Channel.objects.filter(state=Health.HEALTHY).exclude(
        Exists(Cursor.objects.filter(channel=OuterRef("pk")))
    )
    begun = [channel for channel in unheard.order_by("pk") if listening.streams_of(channel)]
    for channel in begun:
        listening.begin(channel)
    return len(begun)
