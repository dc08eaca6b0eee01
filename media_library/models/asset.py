"""One file of a brand."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.ids import uuid7
from core.tenancy.rows import BrandManager, BrandOwned


class AssetManager(BrandManager):
    """Assets that are not in the trash."""

    def get_queryset(self) -> models.QuerySet[Asset]:
        """The brand's assets."""
        return super().get_queryset().filter(trashed_at=None)


class Asset(BrandOwned):
    """A picture as we made it: re-encoded, without its meta data. The bytes lie under their sha256."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=40)
    byte_size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    alt = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = AssetManager()

    class Meta:
        indexes = [
            # a document names its pictures by content
            models.Index(fields=["organization", "sha256"], name="asset_content"),
        ]

    def __str__(self) -> str:
        return self.name
