"""The secrets of a channel, encrypted and bound to their row."""

from __future__ import annotations

from django.db import models

from connections.models.channel import Channel
from core.fields import EncryptedTextField
from core.tenancy.keys import WalledOneToOne
from core.tenancy.rows import BrandManager, BrandOwned


class Credential(BrandOwned):
    """`secret` is the grant's values as JSON. `version` rises with each renewal; `renewing_until` is the renewer's lease."""

    channel = WalledOneToOne(Channel, models.CASCADE, primary_key=True, related_name="credential")
    secret = EncryptedTextField()
    expires_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    renewing_until = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    def __str__(self) -> str:
        return "secrets of a channel"
