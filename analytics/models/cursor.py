"""What is to be asked when: one row for each account, and one for each delivery that is out."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class MeasureCursor(BrandOwned):
    """A row without a delivery is the account itself; its lease and rest hold for all questions to that account.

    `due_at` null is "never again". `since` is when it began to count: connected, or published. `codes` are the short
    links in the delivery's text; `totals` what was told last, by name, and what follows from it: unknown names are left
    out.
    """

    channel = WalledKey("connections.Channel", models.CASCADE, related_name="+")
    delivery = WalledKey("calendar_app.Delivery", models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    codes = ArrayField(models.CharField(max_length=16), default=list)
    totals = models.JSONField(default=dict)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "channel", "delivery"],
                name="measurecursor_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            # collecting: which channels have something due, and what of it
            models.Index(
                fields=["organization", "channel", "due_at"],
                condition=Q(due_at__isnull=False),
                name="measurecursor_due",
            ),
            # rankings and best times: what a brand published when
            models.Index(
                fields=["organization", "brand", "since"],
                condition=Q(delivery__isnull=False),
                name="measurecursor_since",
            ),
        ]

    def __str__(self) -> str:
        return f"cursor of channel {self.channel_id}"
