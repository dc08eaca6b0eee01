"""One try to send a delivery: what was fenced, to whom, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from calendar_app.models.delivery import Delivery
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Attempt(BrandOwned):
    """Written with the fence, before the first byte. `detail` is the network's own text: for the log, never for a page."""

    class Outcome(models.TextChoices):
        OPEN = "open"
        LIVE = "live"
        REFUSED = "refused"
        BUSY = "busy"
        RECONNECT = "reconnect"
        UNSURE = "unsure"
        GAVE_UP = "gave_up"

    delivery = WalledKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    fence = models.UUIDField()
    payload_hash = models.CharField(max_length=64)
    target = models.CharField(max_length=255)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    code = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # the log of a delivery, and one row per fence
            models.UniqueConstraint(fields=["organization", "delivery", "number"], name="attempt_number"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number}"
