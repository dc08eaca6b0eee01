"""A large file that arrives in pieces and may stop in between."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import BrandManager, BrandOwned
from media_library.models.asset import Asset
from media_library.models.folder import Folder


class Upload(BrandOwned):
    """`received` of `size` bytes lie in the scratch folder; when all are there they become an asset, or a sentence.

    `problem` is that sentence, in the language of whoever sent the file.
    """

    class State(models.TextChoices):
        """How far it is."""

        RECEIVING = "receiving", _("Arriving")
        TAKING = "taking", _("Being prepared")
        DONE = "done", _("Ready")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVING)
    folder = WalledKey(Folder, models.SET_NULL, null=True, related_name="+")
    asset = WalledKey(Asset, models.SET_NULL, null=True, related_name="+")
    problem = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    objects = BrandManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("size")), name="upload_received"
            ),
        ]
        indexes = [
            # the sweep: what is over, and what began to be prepared and never ended
            models.Index(fields=["organization", "expires_at"], name="upload_expires"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The upload as the ledger names it."""
        return f"upload:{self.pk}"
