"""Numbers shown to people outside by a link."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class ShareLink(BrandOwned):
    """Read-only and expiring; its secret stands in a door of kind SHARE only. `pin` is a password hash, "" for none.

    It shows the last `days` days, or from `first` to `last`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    channel = WalledKey("connections.Channel", models.CASCADE, null=True, blank=True, related_name="+")
    pin = models.CharField(max_length=128, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sharelink_span",
                condition=Q(days__isnull=False, first=None, last=None)
                | Q(days=None, first__isnull=False, last__isnull=False),
            ),
        ]
        indexes = [
            # the list of a brand's links, newest first
            models.Index(fields=["organization", "brand", "-created_at"], name="sharelink_brand"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The link as the ledger names it."""
        return f"share:{self.pk}"
