"""Which files each version of a post shows, so that a file knows its posts."""

from __future__ import annotations

from django.db import models

from calendar_app.models.post import Post
from calendar_app.models.version import PostVersion
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Showing(BrandOwned):
    """One file of one version, as its document names it. The asset may be gone; the document still needs its bytes."""

    post = WalledKey(Post, models.CASCADE, related_name="+")
    version = WalledKey(PostVersion, models.CASCADE, related_name="+")
    asset_uuid = models.UUIDField()
    sha256 = models.CharField(max_length=64)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "version", "asset_uuid"], name="showing_once"),
        ]
        indexes = [
            # which posts show an asset
            models.Index(fields=["organization", "asset_uuid"], name="showing_asset"),
            # whether any document still needs these bytes
            models.Index(fields=["organization", "sha256"], name="showing_content"),
        ]

    def __str__(self) -> str:
        return self.sha256
