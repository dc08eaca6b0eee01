"""What networks told, day by day of the brand's zone: the last answer of a day stands there. Null is "not told"."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class PostDay(BrandOwned):
    """Totals since a delivery was published, as its network counted on that day."""

    delivery = WalledKey("calendar_app.Delivery", models.CASCADE, related_name="+")
    day = models.DateField()
    asked_at = models.DateTimeField(db_default=Now())
    views = models.BigIntegerField(null=True)
    reach = models.BigIntegerField(null=True)
    likes = models.BigIntegerField(null=True)
    comments = models.BigIntegerField(null=True)
    shares = models.BigIntegerField(null=True)
    saves = models.BigIntegerField(null=True)
    clicks = models.BigIntegerField(null=True)
    video_views = models.BigIntegerField(null=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # upsert of a day, and a delivery's history
            models.UniqueConstraint(fields=["organization", "delivery", "day"], name="postday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} of delivery {self.delivery_id}"


class ChannelDay(BrandOwned):
    """What an account's network told of it: totals as counted on that day.

    `views`, `reach` and `profile_visits` are of the whole day, which a network tells when it is over.
    """

    channel = WalledKey("connections.Channel", models.CASCADE, related_name="+")
    day = models.DateField()
    asked_at = models.DateTimeField(db_default=Now())
    followers = models.BigIntegerField(null=True)
    following = models.BigIntegerField(null=True)
    posts = models.BigIntegerField(null=True)
    views = models.BigIntegerField(null=True)
    reach = models.BigIntegerField(null=True)
    profile_visits = models.BigIntegerField(null=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            # upsert of a day, and an account's history
            models.UniqueConstraint(fields=["organization", "channel", "day"], name="channelday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} of channel {self.channel_id}"
