"""Answers that are written once and used often."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.models.user import Language
from core.tenancy.rows import BrandManager, BrandOwned


class SavedReply(BrandOwned):
    """`text` may name variables (see inbox.variables). `language` "" fits every conversation."""

    title = models.CharField(max_length=80)
    text = models.TextField()
    language = models.CharField(max_length=5, choices=Language, blank=True)
    used = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        constraints = [
            # the brand's list, and no title twice in a language
            models.UniqueConstraint(
                fields=["organization", "brand", "language", "title"], name="savedreply_title"
            ),
        ]

    def __str__(self) -> str:
        return self.title
