"""How far a channel was listened to."""

from __future__ import annotations

from django.db import models

from connections.models import Channel
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Cursor(BrandOwned):
    """One stream of a channel. When it is asked next, and who is asking, stands in its lane (kind "listen").

    `is_history` until the first pass over the last 30 days is done. `synced_at` is when the network last answered that
    there is nothing more; `problem` why it did not answer last time, "" when it did.
    """

    channel = WalledKey(Channel, models.CASCADE, related_name="cursors")
    stream = models.CharField(max_length=20)
    cursor = models.TextField(blank=True)
    interval = models.FloatField(default=60)
    is_history = models.BooleanField(default=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # the streams of a channel
            models.UniqueConstraint(fields=["organization", "channel", "stream"], name="cursor_once"),
        ]

    def __str__(self) -> str:
        return self.stream
