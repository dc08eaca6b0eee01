"""How long a customer waited: one row for each time that she began to wait and was answered."""

from __future__ import annotations

from django.db import models

from connections.models import Channel
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from inbox.models.conversation import Conversation


class Answer(BrandOwned):
    """`day` is the brand's local day on which she began to wait. Seconds by the clock, and within business hours.

    `business_seconds` and `kept` are None where the brand promised nothing then.
    """

    conversation = WalledKey(Conversation, models.CASCADE, related_name="answers")
    channel = WalledKey(Channel, models.PROTECT, related_name="+")
    day = models.DateField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    business_seconds = models.PositiveIntegerField(null=True, blank=True)
    kept = models.BooleanField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # one answer to one wait
            models.UniqueConstraint(fields=["organization", "conversation", "asked_at"], name="answer_once"),
        ]
        indexes = [
            # the figures of a brand's days
            models.Index(fields=["organization", "brand", "day"], name="answer_day"),
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s"
