"""One file of a brand."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from media_library.models.folder import Folder


class AssetManager(BrandManager):
    """Assets that are not in the trash."""

    def get_queryset(self) -> models.QuerySet[Asset]:
        """The brand's assets."""
        return super().get_queryset().filter(trashed_at=None)


class Asset(BrandOwned):
    """A picture as we made it, or a video as it came but for its meta data. The bytes lie under their sha256.

    `folded` is what people search: name, tags and alt text (see media_library.searching). The focal point is the place
    that no crop may lose, as fractions from the top left corner.
    """

    class Kind(models.TextChoices):
        """What it is."""

        PICTURE = "picture", _("Picture")
        VIDEO = "video", _("Video")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PICTURE)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=40)
    byte_size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=200)
    original_name = models.CharField(max_length=200, blank=True)
    folder = WalledKey(Folder, models.SET_NULL, null=True, blank=True, related_name="assets")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    alt = models.TextField(blank=True)
    alt_waived = models.BooleanField(default=False)
    focal_x = models.FloatField(default=0.5)
    focal_y = models.FloatField(default=0.5)
    folded = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = AssetManager()
    with_trash = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="asset_focal_point",
            ),
        ]
        indexes = [
            # a document names its pictures by content
            models.Index(fields=["organization", "sha256"], name="asset_content"),
            # the library, newest first
            models.Index(
                fields=["organization", "brand", "-created_at", "-id"],
                condition=Q(trashed_at=None),
                name="asset_newest",
            ),
            # a folder of the library, and how many files are in each
            models.Index(
                fields=["organization", "brand", "folder", "-created_at", "-id"],
                condition=Q(trashed_at=None),
                name="asset_in_folder",
            ),
            # the library's videos
            models.Index(
                fields=["organization", "brand", "kind", "-created_at", "-id"],
                condition=Q(trashed_at=None),
                name="asset_of_kind",
            ),
            # the trash, and the sweep that empties it
            models.Index(
                fields=["organization", "trashed_at"],
                condition=Q(trashed_at__isnull=False),
                name="asset_trashed",
            ),
            # what search_assets looks words up in
            GinIndex(
                fields=["organization", "folded"],
                opclasses=["int8_ops", "gin_trgm_ops"],
                name="asset_folded",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The asset as the ledger names it."""
        return f"asset:{self.pk}"

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.kind == self.Kind.VIDEO
