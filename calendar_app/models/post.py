"""A post: who wrote it and the promise of when it appears. What it says stands in its versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class PostManager(BrandManager):
    """Posts that are not in the trash."""

    def get_queryset(self) -> models.QuerySet[Post]:
        """The brand's posts."""
        return super().get_queryset().filter(trashed_at=None)


class TrashManager(BrandManager):
    """Posts in the trash."""

    def get_queryset(self) -> models.QuerySet[Post]:
        """Those of the brand."""
        return super().get_queryset().exclude(trashed_at=None)


class Post(BrandOwned):
    """Has no state of its own: it shows the worst of its deliveries.

    The promise is `planned_local` (wall time, `2027-03-28T02:30`) in `zone`, resolved to `planned_at` with the named
    `tzdata`; only people move it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    version = WalledKey("calendar_app.PostVersion", models.PROTECT, null=True, related_name="+")
    headline = models.CharField(max_length=120, blank=True)
    cover = WalledKey("media_library.Asset", models.SET_NULL, null=True, related_name="+")
    planned_local = models.CharField(max_length=16, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    tzdata = models.CharField(max_length=16, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = PostManager()
    trash = TrashManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_promise_is_whole",
                condition=Q(planned_at=None, planned_local="", zone="", tzdata="")
                | (Q(planned_at__isnull=False) & ~Q(planned_local="") & ~Q(zone="") & ~Q(tzdata="")),
            ),
        ]
        indexes = [
            # the calendar's month, week and list
            models.Index(fields=["organization", "brand", "planned_at", "id"], name="post_planned"),
            # all posts, newest first (the API)
            models.Index(
                fields=["organization", "brand", "-created_at", "-id"],
                condition=Q(trashed_at=None),
                name="post_made",
            ),
            # drafts without a time, newest first
            models.Index(
                fields=["organization", "brand", "-created_at"],
                condition=Q(planned_at=None),
                name="post_unplanned",
            ),
            # the trash, and what has been in it for too long
            models.Index(
                fields=["organization", "brand", "trashed_at"],
                condition=Q(trashed_at__isnull=False),
                name="post_trash",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def subject(self) -> str:
        """The post as the ledger names it."""
        return f"post:{self.pk}"
