"""Doors: how anything is found before its tenant is known. Door, then scope, then walled row, in that order."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Now

SECRET_BYTES = 32  # 256 bit
REMEMBERED = timedelta(days=90)
"""How long after its end a secret still leads to a page that says why it does not work any more."""


class Door(models.Model):
    """An unwalled row without content: a key (or the sha256 of a secret) that leads to one row of one organization."""

    class Kind(models.TextChoices):
        BRAND = "brand", "Brand address"
        ORGANIZATION = "organization", "Organization address"
        INVITATION = "invitation", "Invitation"
        UNSUBSCRIBE = "unsubscribe", "Link at a mail's end"
        REVIEW = "review", "Link to a decision"
        GUEST = "guest", "A guest's own link"
        HOOK = "hook", "Where a network tells us of a channel"
        API_KEY = "api_key", "Key of a program"
        SHARE = "share", "Shared numbers"
        SHORT = "short", "Short link"
        REPORT = "report", "A report's recipient"

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=64)
    organization_id = models.BigIntegerField()
    target = models.CharField(max_length=40)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # find(): the look-up of every address
            models.UniqueConstraint(fields=["kind", "key"], name="door_key"),
        ]
        indexes = [
            # revoke(): all doors of one row
            models.Index(fields=["organization_id", "kind", "target"], name="door_target"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} door"


NAMED = (Door.Kind.BRAND, Door.Kind.ORGANIZATION, Door.Kind.SHORT)
"""Doors whose keys are names in public; they stay for ever."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a door leads."""

    organization_id: int
    target: str
    key: str


FIND = """
SELECT organization_id, target FROM core_door
WHERE kind = %s AND key = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > statement_timestamp())
"""
"""Written out: every address begins with it."""


def find(kind: Door.Kind, key: str) -> Way | None:
    """Where the open door of this kind and key leads; None when there is none, it expired or was revoked."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [str(kind), key])
        row = cursor.fetchone()
    return None if row is None else Way(row[0], row[1], key)


def find_secret(kind: Door.Kind, secret: str) -> Way | None:
    """The same for a door whose key is a secret."""
    return find(kind, _digest(secret))


def ended(kinds: tuple[Door.Kind, ...], secret: str) -> str:
    """Why a secret opens nothing: "revoked", "expired", or "" for one that nobody ever gave out."""
    row = Door.objects.filter(kind__in=kinds, key=_digest(secret)).values_list("revoked_at").first()
    if row is None:
        return ""
    return "revoked" if row[0] else "expired"


def put(kind: Door.Kind, key: str, *, organization_id: int, target: str) -> None:
    """Make a door with a public key. Raises IntegrityError when the key is taken."""
    Door.objects.create(kind=kind, key=key, organization_id=organization_id, target=target)


def put_secret(kind: Door.Kind, *, organization_id: int, target: str, expires_at: datetime | None) -> str:
    """Make a door behind a new 256-bit secret and return the secret: it is stored nowhere."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Door.objects.create(
        kind=kind,
        key=_digest(secret),
        organization_id=organization_id,
        target=target,
        expires_at=expires_at,
    )
    return secret


def revoke(kind: Door.Kind, *, organization_id: int, target: str) -> int:
    """Close every door of one row; returns how many were open."""
    doors = Door.objects.filter(organization_id=organization_id, kind=kind, target=target, revoked_at=None)
    return doors.update(revoked_at=Now())


def forget_over() -> int:
    """Forget secrets that ended or were taken back long ago, and nothing with a public name; returns how many."""
    long_ago = Now() - REMEMBERED
    over = Q(expires_at__lt=long_ago) | Q(revoked_at__lt=long_ago)
    return Door.objects.filter(over).exclude(kind__in=NAMED).delete()[0]


def free_key(kind: Door.Kind, wanted: str, reserved: frozenset[str] = frozenset()) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`… when it is taken or reserved. Unique in the installation."""
    taken = set(Door.objects.filter(kind=kind, key__startswith=wanted).values_list("key", flat=True))
    taken |= reserved
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
