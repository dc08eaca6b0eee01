"""What a person is told, once per cause."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.tenancy.keys import WalledKey
from core.tenancy.rows import Walled, WalledManager


class Notice(Walled):
    """`dedupe` is kind:subject:cause; the same cause again only raises `count`. `facts` fill the sentence.

    `shown` is false where she wants to hear of it by other ways only: the row then just remembers that she was told.
    `digest_at` names the digest that will tell of it, null for none.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    brand = WalledKey("accounts.Brand", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    dedupe = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)
    shown = models.BooleanField(default=True, db_default=True)
    digest_at = models.DateTimeField(null=True, blank=True)

    objects = WalledManager()

    class Meta:
        constraints = [
            # told once per cause
            models.UniqueConstraint(fields=["organization", "person", "dedupe"], name="notice_once"),
        ]
        indexes = [
            # what a person has not read, newest first
            models.Index(
                fields=["organization", "person", "-created_at"],
                condition=Q(read_at=None),
                name="notice_unread",
            ),
            # the page, by keyset
            models.Index(fields=["organization", "person", "-created_at", "-id"], name="notice_list"),
            # what a digest gathers
            models.Index(
                fields=["organization", "person", "digest_at"],
                condition=Q(digest_at__isnull=False),
                name="notice_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.dedupe
