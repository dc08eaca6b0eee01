"""Words that people put on conversations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models.organization import TONES
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from inbox.models.conversation import Conversation


class Label(BrandOwned):
    """A brand's word. `key` is its folded name, `tone` one of the twelve."""

    name = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    tone = models.PositiveSmallIntegerField(default=0)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "brand", "key"], name="label_once"),
            models.CheckConstraint(name="label_tone", condition=Q(tone__lt=TONES)),
        ]

    def __str__(self) -> str:
        return self.name


class ConversationLabel(BrandOwned):
    """A label on a conversation."""

    conversation = WalledKey(Conversation, models.CASCADE, related_name="labels")
    label = WalledKey(Label, models.CASCADE, related_name="+")

    objects = BrandManager()

    class Meta:
        constraints = [
            # the labels of a conversation, each once
            models.UniqueConstraint(
                fields=["organization", "conversation", "label"], name="conversationlabel_once"
            ),
        ]
        indexes = [
            # the queue of one label
            models.Index(fields=["organization", "label", "conversation"], name="conversationlabel_queue"),
        ]

    def __str__(self) -> str:
        return f"label {self.label_id}"
