"""The part of a picture that is shown in one shape. The original never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from media_library.models.asset import Asset


class Crop(BrandOwned):
    """`ratio` such as "4:5"; the corner and the sides are fractions of the upright picture, 0 to 1."""

    asset = WalledKey(Asset, models.CASCADE, related_name="crops")
    ratio = models.CharField(max_length=8)
    x = models.FloatField()
    y = models.FloatField()
    w = models.FloatField()
    h = models.FloatField()

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "asset", "ratio"], name="crop_ratio"),
            models.CheckConstraint(
                condition=Q(x__gte=0, y__gte=0, w__gt=0, h__gt=0)
                & Q(x__lte=1.000001 - F("w"))
                & Q(y__lte=1.000001 - F("h")),
                name="crop_is_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.ratio
