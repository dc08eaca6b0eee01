"""What the link at a mail's end switches off. The way to it is a door, one for each mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.tenancy.rows import Walled, WalledManager


class Unsubscribe(Walled):
    """Mails of this kind to this person; kind "" means all that are no must (the link of a digest)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60, blank=True)

    objects = WalledManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person", "kind"], name="unsubscribe_once"),
        ]

    def __str__(self) -> str:
        return f"no more mails of {self.kind or 'all kinds'}"
