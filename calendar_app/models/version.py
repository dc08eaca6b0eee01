"""What a post says: an immutable document, the only thing that senders read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Now

from calendar_app.models.post import Post
from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Sha256Hex(Func):
    """`encode(sha256(column), 'hex')`, computed by Postgres."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField(max_length=64)


class PostVersion(BrandOwned):
    """`canonical` is the document as bytes (see services.document); the runtime role may insert and select only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = WalledKey(Post, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    canonical = models.BinaryField()
    content_hash = models.GeneratedField(
        expression=Sha256Hex(F("canonical")),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "post", "number"], name="postversion_number"),
            # a delivery's hash must be that of its version
            models.UniqueConstraint(
                fields=["organization", "id", "content_hash"], name="postversion_content"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
