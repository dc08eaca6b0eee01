"""How soon a brand wants people answered, and when it works."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.tenancy.keys import WalledOneToOne
from core.tenancy.rows import BrandManager, BrandOwned

LONGEST_MINUTES = 7 * 24 * 60


def always() -> list[list[int]]:
    """Open day and night: seven whole days."""
    return [[0, 24 * 60] for _day in range(7)]


class SlaPolicy(BrandOwned):
    """`hours` has one pair per weekday from Monday: minutes after midnight of opening and closing, [] for a closed day.

    They are the brand's wall clock. `holidays` are closed. A brand without this row promises nothing.
    """

    brand = WalledOneToOne("accounts.Brand", models.CASCADE, related_name="+")
    first_answer_minutes = models.PositiveIntegerField(default=60)
    hours = models.JSONField(default=always)
    holidays = ArrayField(models.DateField(), default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slapolicy_minutes",
                condition=Q(first_answer_minutes__gte=1, first_answer_minutes__lte=LONGEST_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_answer_minutes} minutes"
