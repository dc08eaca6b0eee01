"""Where a brand keeps its files: folders in folders, a few levels deep."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned

DEEPEST = 5


class Folder(BrandOwned):
    """A folder. `key` is its name as people compare names (folded); `depth` is 1 at the top."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parent = WalledKey("self", models.CASCADE, null=True, related_name="children")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    depth = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "brand", "parent", "key"],
                nulls_distinct=False,
                name="folder_name",
            ),
            models.CheckConstraint(
                condition=Q(depth__gte=1, depth__lte=DEEPEST) & (Q(depth=1) | Q(parent__isnull=False)),
                name="folder_depth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The folder as the ledger names it."""
        return f"folder:{self.pk}"
