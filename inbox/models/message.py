"""One thing that was said in a conversation."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from connections.models import Channel
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from inbox.models.conversation import Conversation


class Message(BrandOwned):
    """Known by the network's id on its channel, once. `reply` is our row that sent it, if we did.

    `edited_at` is the network's; a later version is never overwritten by an earlier one, and what was deleted stays so.
    `is_history`: it was said before we listened, so nobody is told of it.
    """

    class Direction(models.TextChoices):
        """Who speaks."""

        IN = "in"
        OUT = "out"

    conversation = WalledKey(Conversation, models.CASCADE, related_name="messages")
    channel = WalledKey(Channel, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction)
    remote_id = models.CharField(max_length=255)
    stamp = models.CharField(max_length=255, blank=True)
    parent_id = models.CharField(max_length=255, blank=True)
    author_id = models.CharField(max_length=255, blank=True)
    author_handle = models.CharField(max_length=255, blank=True)
    author_name = models.CharField(max_length=255, blank=True)
    author_avatar = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    pictures = ArrayField(models.URLField(max_length=1000), default=list, blank=True)
    said_at = models.DateTimeField()
    heard_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    is_liked = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    is_history = models.BooleanField(default=False)
    reply = WalledKey("inbox.Reply", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = BrandManager()

    class Meta:
        constraints = [
            # taking in: the same message comes again, by polling, webhook or as our echo
            models.UniqueConstraint(fields=["organization", "channel", "remote_id"], name="message_once"),
        ]
        indexes = [
            # a thread in order
            models.Index(fields=["organization", "conversation", "said_at", "id"], name="message_thread"),
            # how much was heard on a day
            models.Index(
                fields=["organization", "brand", "said_at"],
                condition=Q(direction="in"),
                name="message_inbound",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Stray(BrandOwned):
    """What was heard before that which it belongs to: our answer to a message unknown yet, or a deletion of one.

    `waits_for` is the id at the network of what must come first; then it is taken in anew. Kept for 30 days.
    """

    channel = WalledKey(Channel, models.CASCADE, related_name="+")
    remote_id = models.CharField(max_length=255)
    waits_for = models.CharField(max_length=255)
    heard = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "channel", "remote_id"], name="stray_once"),
        ]
        indexes = [
            # what waited for a message that has just come
            models.Index(fields=["organization", "channel", "waits_for"], name="stray_waits_for"),
        ]

    def __str__(self) -> str:
        return self.remote_id
