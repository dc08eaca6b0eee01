"""When a person was last written to about one group of causes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.tenancy.rows import Walled, WalledManager


class MailTurn(Walled):
    """`group` names what a single trouble does to many things at once: a brand's held posts, a channel's late ones."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    group = models.CharField(max_length=120)
    mailed_at = models.DateTimeField()

    objects = WalledManager()

    class Meta:
        constraints = [
            # whoever writes this row first writes the mail
            models.UniqueConstraint(fields=["organization", "person", "kind", "group"], name="mailturn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.group}"
