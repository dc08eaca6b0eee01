"""How much room an organization takes: each content once, however many assets show it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.tenancy.rows import Walled


class Content(Walled):
    """Bytes that lie in the store, by their sha256."""

    sha256 = models.CharField(max_length=64)
    byte_size = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "sha256"], name="content_once"),
        ]

    def __str__(self) -> str:
        return self.sha256


class Space(Walled):
    """The sum of an organization's contents in bytes; its row is the lock of whoever adds or takes away."""

    media_bytes = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="space_once"),
            models.CheckConstraint(condition=Q(media_bytes__gte=0), name="space_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.media_bytes} bytes"
