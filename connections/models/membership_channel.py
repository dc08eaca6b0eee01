"""The channels that a member is limited to."""

from __future__ import annotations

from django.db import models

from connections.models.channel import Channel
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class MembershipChannel(BrandOwned):
    """One channel of a limited member. In a brand where she has no such row, she may use all its channels."""

    membership = WalledKey("accounts.Membership", models.CASCADE, related_name="+")
    channel = WalledKey(Channel, models.CASCADE, related_name="+")

    objects = BrandManager()

    class Meta:
        constraints = [
            # is she limited here, and to what: asked by each action on a channel
            models.UniqueConstraint(
                fields=["organization", "brand", "membership", "channel"], name="membershipchannel_once"
            ),
        ]

    def __str__(self) -> str:
        return f"channel {self.channel_id} of membership {self.membership_id}"
