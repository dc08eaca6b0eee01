"""What networks tell us by themselves, as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from connections.models import Channel
from core.fields import EncryptedTextField
from core.tenancy.keys import WalledKey, WalledOneToOne
from core.tenancy.rows import BrandManager, BrandOwned


class Hook(BrandOwned):
    """Where the network of a channel may tell us (`/hooks/<network>/<key>`; the key is a door), and its secret.

    `ordered_at` is when the network took the order to tell us, `tried_at` when it was last asked to.
    """

    channel = WalledOneToOne(Channel, models.CASCADE, primary_key=True, related_name="+")
    key = models.CharField(max_length=64)
    secret = EncryptedTextField()
    created_at = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    last_told_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    def __str__(self) -> str:
        return "webhook of a channel"


class HookBody(BrandOwned):
    """A genuine body, kept raw for seven days. `taken_at` is when it was worked through; `problem` why it told nothing."""

    channel = WalledKey(Channel, models.CASCADE, related_name="+")
    body = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)

    objects = BrandManager()

    class Meta:
        indexes = [
            # the task: what waits, oldest first
            models.Index(
                fields=["organization", "channel", "id"],
                condition=Q(taken_at=None),
                name="hookbody_waits",
            ),
            # what is older than seven days
            models.Index(fields=["organization", "received_at"], name="hookbody_old"),
        ]

    def __str__(self) -> str:
        return f"body {self.pk}"


class HookEvent(BrandOwned):
    """The network's name of an event that we were told: a replay has the same. Kept for seven days."""

    channel = WalledKey(Channel, models.CASCADE, related_name="+")
    event_id = models.CharField(max_length=255)
    received_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "channel", "event_id"], name="hookevent_once"),
        ]
        indexes = [
            # what is older than seven days
            models.Index(fields=["organization", "received_at"], name="hookevent_old"),
        ]

    def __str__(self) -> str:
        return self.event_id
