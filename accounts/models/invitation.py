"""An invitation into an organization. The way to it is a door; accepting proves the address."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.grants import Role
from accounts.models.user import Language
from core.ids import uuid7
from core.tenancy.rows import Walled, WalledManager


class Invitation(Walled):
    """Open until it is accepted, revoked or expired; its door carries the secret and the expiry.

    What the person will see stands in `all_brands`, `by_teams`, `brand_ids` and `team_ids`; brands and teams that are
    gone when she accepts are left out. `language` is that of the mail, "" for hers or the inviter's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Role, default=Role.EDITOR)
    all_brands = models.BooleanField(default=True, db_default=True)
    by_teams = models.BooleanField(default=False, db_default=False)
    brand_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    team_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    message = models.CharField(max_length=1000, blank=True, db_default="")
    language = models.CharField(max_length=5, choices=Language, blank=True, db_default="")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = WalledManager()

    class Meta:
        indexes = [
            # the list of open invitations of an organization
            models.Index(fields=["organization", "-created_at"], name="invitation_list"),
        ]

    def __str__(self) -> str:
        return f"invitation as {self.role}"

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return self.expires_at <= timezone.now()
