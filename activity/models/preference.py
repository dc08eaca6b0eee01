"""By which ways a person wants to hear of a kind, where she differs from what the kind begins with."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.tenancy.rows import Walled, WalledManager


class Preference(Walled):
    """A deviation; without a row the kind's own ways count."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    way = models.CharField(max_length=12)
    is_on = models.BooleanField()

    objects = WalledManager()

    class Meta:
        constraints = [
            # telling looks up a few people and one kind
            models.UniqueConstraint(fields=["organization", "person", "kind", "way"], name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.way}: {self.is_on}"
