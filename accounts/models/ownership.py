"""An organization changes hands: one owner offers, one member accepts."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from core.tenancy.keys import WalledKey
from core.tenancy.rows import Walled, WalledManager


class OwnershipOffer(Walled):
    """Open until it is accepted, declined, withdrawn, or until `expires_at`; one open offer in an organization."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    giver = WalledKey("accounts.Membership", models.CASCADE, related_name="+")
    taker = WalledKey("accounts.Membership", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)

    objects = WalledManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(ended_at=None), name="ownershipoffer_one_open"
            ),
            models.CheckConstraint(name="ownershipoffer_two_people", condition=~Q(giver=F("taker"))),
            models.CheckConstraint(
                name="ownershipoffer_end_is_whole",
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"offer of organization {self.organization_id}"

    @property
    def subject(self) -> str:
        """What the ledger says it is about."""
        return f"organization:{self.organization_id}"

    def is_open(self, now: datetime) -> bool:
        """Whether it can be accepted at `now`."""
        return self.ended_at is None and now < self.expires_at
