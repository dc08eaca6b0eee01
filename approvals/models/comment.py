"""What people say about a post or a reply while it is being decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from approvals.models.guest import Guest
from core.ids import uuid7
from core.outbox.clearance import Clearance
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Comment(BrandOwned):
    """By a person or a guest. Guests and clients never see what is internal.

    `anchor` names the place that is meant ("text", "media:1"), "" for the whole. `mentions` are ids of users.
    """

    class Visibility(models.TextChoices):
        INTERNAL = "internal"
        CLIENT = "client"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    covers = models.CharField(max_length=5, choices=Clearance.Covers)
    subject = models.UUIDField()
    version = models.UUIDField(null=True, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.INTERNAL)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    guest = WalledKey(Guest, models.SET_NULL, null=True, related_name="+")
    body = models.TextField()
    mentions = models.JSONField(default=list)
    anchor = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="comment_is_one_persons", condition=Q(author=None) | Q(guest=None)),
            models.CheckConstraint(name="comment_says_something", condition=~Q(body="")),
        ]
        indexes = [
            # the conversation about one thing, oldest first
            models.Index(fields=["organization", "subject", "created_at"], name="comment_subject"),
        ]

    def __str__(self) -> str:
        return self.body[:40]
