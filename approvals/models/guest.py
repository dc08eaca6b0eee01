"""An outsider with a name who is asked without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.functions import Lower, Now

from accounts.models.user import Language
from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned


class Guest(BrandOwned):
    """Found by her door (kind guest) until she is revoked. She sees what is asked of her, nothing else of the brand.

    `gathered_at` names the last letter that asked her about many things at once (activity.gathering), null for none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    invited_by = WalledKey("accounts.Membership", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)
    gathered_at = models.DateTimeField(null=True, blank=True)

    objects = BrandManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(F("organization"), F("brand"), Lower("email"), name="guest_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The guest as the ledger names her."""
        return f"guest:{self.pk}"
