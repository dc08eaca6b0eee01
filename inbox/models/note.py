"""What colleagues say to each other about a conversation. It never leaves."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from inbox.models.conversation import Conversation


class Note(BrandOwned):
    """`mentions` are the ids of the people who were told of it."""

    conversation = WalledKey(Conversation, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    mentions = ArrayField(models.BigIntegerField(), default=list, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        indexes = [
            # a thread with its notes, in order
            models.Index(fields=["organization", "conversation", "created_at", "id"], name="note_thread"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
