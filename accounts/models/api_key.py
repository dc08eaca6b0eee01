"""Keys of programs, and the calls that they make once. The way to a key is a door; its secret is stored nowhere."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from core.ids import uuid7
from core.tenancy.keys import WalledKey
from core.tenancy.rows import Walled, WalledManager


class ApiKey(Walled):
    """Acts for the member who made it: it may do what is in `words` and what that member may do today.

    `hint` is the end of its secret, so that people recognize it. `used_at` is kept to the minute.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = WalledKey("accounts.Membership", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    words = ArrayField(models.CharField(max_length=12))
    hint = models.CharField(max_length=4)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = WalledManager()

    class Meta:
        indexes = [
            # the page of an organization's keys
            models.Index(fields=["organization", "-created_at"], name="apikey_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The key as the ledger names it."""
        return f"api_key:{self.pk}"


class ApiCall(Walled):
    """A call that was made under an `Idempotency-Key`, with its answer: the same call again gets the same answer.

    The row is written in the transaction of what the call does, so either both are there or neither.
    """

    key = WalledKey(ApiKey, models.CASCADE, related_name="+")
    name = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=Now())

    objects = WalledManager()

    class Meta:
        constraints = [
            # once(): the call of this name
            models.UniqueConstraint(fields=["organization", "key", "name"], name="apicall_once"),
        ]
        indexes = [
            # forgetting what is older than a day
            models.Index(fields=["organization", "made_at"], name="apicall_made"),
        ]

    def __str__(self) -> str:
        return self.name
