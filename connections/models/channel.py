"""A brand's account on a network."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from core.ids import uuid7
from core.tenancy.rows import BrandManager, BrandOwned


class Health(models.TextChoices):
    """Whether the channel lets us in."""

    HEALTHY = "healthy"
    RECONNECT = "reconnect"
    DISCONNECTED = "disconnected"


class Channel(BrandOwned):
    """Keyed by the network's own lasting id; kept with its history when it is disconnected."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(max_length=20)
    origin = models.URLField(max_length=255)
    remote_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255)
    name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=12, choices=Health, default=Health.HEALTHY)
    problem = models.CharField(max_length=40, blank=True)
    problem_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        constraints = [
            # connecting the same account again finds its channel
            models.UniqueConstraint(
                fields=["organization", "brand", "network", "remote_id"], name="channel_account"
            ),
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def is_healthy(self) -> bool:
        """Whether it may be published to now."""
        return self.state == Health.HEALTHY

    @property
    def subject(self) -> str:
        """The channel as the ledger names it."""
        return f"channel:{self.pk}"
