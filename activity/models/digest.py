"""One mail that gathers what a person was told meanwhile: an outgoing row, so that it goes out once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.outbox.rows import Outgoing
from core.outbox.states import DUE
from core.tenancy.rows import Walled, WalledManager


class Digest(Walled, Outgoing):
    """One for each person and period. Its notices are those with the same `digest_at`; `due_at` is the period's end too."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    period_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = WalledManager()

    class Meta(Outgoing.Meta):
        constraints = [
            *Outgoing.Meta.constraints,
            # one mail for a period, however many write to it and however often it is served
            models.UniqueConstraint(fields=["organization", "person", "period_at"], name="digest_once"),
        ]
        indexes = [
            # the next due digest of a lane
            models.Index(
                fields=["organization", "person", "due_at"],
                condition=models.Q(state__in=DUE),
                name="digest_due",
            ),
        ]

    def __str__(self) -> str:
        return f"digest of {self.period_at:%Y-%m-%d %H:%M}"
