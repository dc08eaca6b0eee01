"""Roll-ups that dashboards read: what was gained in a day, an ISO week or a month. Made again from the days at any time."""

from __future__ import annotations

from django.db import models

from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned

GAINS = (
    "views",
    "reach",
    "likes",
    "comments",
    "shares",
    "saves",
    "clicks",
    "video_views",
    "growth",
)
"""Sums with a column of gaps each."""
PAIR = ("rated_engagements", "rated_reach")
"""The sums behind the engagement rate; they share a column of gaps."""
COLUMNS = (*GAINS, *PAIR)
GAPS = tuple(f"{name}_gaps" for name in (*GAINS, "rated", "followers"))
FIELDS = (*COLUMNS, "followers", *GAPS, "as_of")


class Grain(models.TextChoices):
    """How long a period is."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"


class Sums(BrandOwned):
    """The sum of all that was told; null when nothing was. A column `…_gaps` counts days on which a part is missing.

    `rated_engagements` and `rated_reach` sum over posts that told both. `followers` is the level at the period's end.
    """

    grain = models.CharField(max_length=1, choices=Grain)
    first = models.DateField()
    views = models.BigIntegerField(null=True)
    views_gaps = models.SmallIntegerField(default=0)
    reach = models.BigIntegerField(null=True)
    reach_gaps = models.SmallIntegerField(default=0)
    likes = models.BigIntegerField(null=True)
    likes_gaps = models.SmallIntegerField(default=0)
    comments = models.BigIntegerField(null=True)
    comments_gaps = models.SmallIntegerField(default=0)
    shares = models.BigIntegerField(null=True)
    shares_gaps = models.SmallIntegerField(default=0)
    saves = models.BigIntegerField(null=True)
    saves_gaps = models.SmallIntegerField(default=0)
    clicks = models.BigIntegerField(null=True)
    clicks_gaps = models.SmallIntegerField(default=0)
    video_views = models.BigIntegerField(null=True)
    video_views_gaps = models.SmallIntegerField(default=0)
    rated_engagements = models.BigIntegerField(null=True)
    rated_reach = models.BigIntegerField(null=True)
    rated_gaps = models.SmallIntegerField(default=0)
    followers = models.BigIntegerField(null=True)
    followers_gaps = models.SmallIntegerField(default=0)
    growth = models.BigIntegerField(null=True)
    growth_gaps = models.SmallIntegerField(default=0)
    as_of = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ChannelPeriod(Sums):
    """One channel's."""

    channel = WalledKey("connections.Channel", models.CASCADE, related_name="+")

    objects = BrandManager()

    class Meta:
        constraints = [
            # upsert, and the readings of one channel
            models.UniqueConstraint(
                fields=["organization", "channel", "grain", "first"], name="channelperiod_once"
            ),
        ]
        indexes = [
            # the parts of a brand's readings, channel by channel
            models.Index(fields=["organization", "brand", "grain", "first"], name="channelperiod_brand"),
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.first} of channel {self.channel_id}"


class BrandPeriod(Sums):
    """All channels of a brand together."""

    objects = BrandManager()

    class Meta:
        constraints = [
            # upsert, and the readings of a brand
            models.UniqueConstraint(
                fields=["organization", "brand", "grain", "first"], name="brandperiod_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.first} of brand {self.brand_id}"
