"""Short links, and how often each was followed on a day. Nothing is kept of who followed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned

LONGEST_ADDRESS = 2000


class ShortLink(BrandOwned):
    """`/l/<code>` leads to `address`, which a member saved. The code is also the key of a door of kind SHORT."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=16)
    address = models.URLField(max_length=LONGEST_ADDRESS)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # the links of a text
            models.UniqueConstraint(fields=["organization", "code"], name="shortlink_code"),
        ]
        indexes = [
            # the list of a brand's links, newest first
            models.Index(fields=["organization", "brand", "-created_at"], name="shortlink_brand"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """The link as the ledger names it."""
        return f"short:{self.pk}"


class ShortClick(BrandOwned):
    """How often people followed a link on a day of the brand's zone."""

    link = WalledKey(ShortLink, models.CASCADE, related_name="clicks")
    day = models.DateField()
    number = models.PositiveIntegerField()

    objects = BrandManager()

    class Meta:
        constraints = [
            # counting is one upsert
            models.UniqueConstraint(fields=["organization", "link", "day"], name="shortclick_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} on {self.day}"
