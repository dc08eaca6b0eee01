"""What a brand wants to reach by when."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Goal(BrandOwned):
    """`target` of the number `kpi` (a key of the one table of numbers) from `first` to `last`, both days of the brand.

    Shares stand as fractions (0.9 is 90 %), times in seconds. Without a channel it is the whole brand's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kpi = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=18, decimal_places=4, validators=[MinValueValidator(Decimal(0))])
    first = models.DateField()
    last = models.DateField()
    channel = WalledKey("connections.Channel", models.CASCADE, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="goal_days", condition=Q(first__lte=F("last"))),
            models.CheckConstraint(name="goal_target", condition=Q(target__gte=0)),
        ]
        indexes = [
            # the goals of a brand that run on a day
            models.Index(
                fields=["organization", "brand", "last"], condition=Q(ended_at=None), name="goal_running"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} by {self.last}"

    @property
    def subject(self) -> str:
        """The goal as the ledger names it."""
        return f"goal:{self.pk}"
