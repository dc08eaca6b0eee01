"""Holds: somebody stops everything that would go out, for an organization, a region, a brand or one channel."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.tenancy.keys import WalledKey
from core.tenancy.rows import Walled, WalledManager


class Hold(Walled):
    """In force until `ended_at`. Its target is the team (a region), the brand, or the channel; none is the organization.

    The channel is a bare id, because channels are above this room; a channel's hold names its brand too.
    """

    team = WalledKey("accounts.Team", models.CASCADE, null=True, related_name="+")
    brand = WalledKey("accounts.Brand", models.CASCADE, null=True, related_name="+")
    channel_id = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WalledManager()

    class Meta:
        constraints = [
            # one hold in force for one target, and the fence finds those in force by it
            models.UniqueConstraint(
                fields=["organization", "team", "brand", "channel_id"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="hold_once",
            ),
            models.CheckConstraint(
                name="hold_target",
                condition=(Q(team=None) | Q(brand=None, channel_id=None))
                & (Q(channel_id=None) | Q(brand__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"hold of {self.channel_id or self.brand_id or self.team_id or 'everything'}"

    @property
    def subject(self) -> str:
        """What is held, as the ledger names it."""
        if self.channel_id:
            return f"channel:{self.channel_id}"
        if self.brand_id:
            return f"brand:{self.brand_id}"
        return f"team:{self.team_id}" if self.team_id else f"organization:{self.organization_id}"
