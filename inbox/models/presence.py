"""Who is looking at a conversation, or writing in it, right now."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from inbox.models.conversation import Conversation


class Presence(BrandOwned):
    """One person in one conversation until `until`; `typing_until` while she writes."""

    conversation = WalledKey(Conversation, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    typing_until = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # who is here, each once
            models.UniqueConstraint(fields=["organization", "conversation", "person"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}"
