"""The ledger: one append-only table of what happened. Audit trail and event stream in one; there is no second history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models.functions import Now

from core.tenancy import scope
from core.tenancy.rows import WalledManager

NAME_LENGTH = 150


class Actor(StrEnum):
    """Who can have done something."""

    PERSON = "person"
    GUEST = "guest"
    KEY = "key"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class By:
    """Who did it. `name` is kept as it was then. The id of a key is `<person>:<key>`: a key acts for who made it."""

    kind: Actor
    id: str = ""
    name: str = ""

    @property
    def person_id(self) -> int | None:
        """Whose limits count: the person herself, or who made the key; None for guests and the system."""
        return int(self.id.partition(":")[0]) if self.kind in (Actor.PERSON, Actor.KEY) else None


SYSTEM = By(Actor.SYSTEM)


class Event(models.Model):
    """One thing that happened. The runtime role may insert and select, nothing else."""

    organization_id = models.BigIntegerField()
    brand_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    by_kind = models.CharField(max_length=10)
    by_id = models.CharField(max_length=40, blank=True)
    by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    objects = WalledManager()

    class Meta:
        indexes = [
            # of(): the history of one thing
            models.Index(fields=["organization_id", "subject", "id"], name="event_subject"),
            # the page of all that happened, by keyset and by date
            models.Index(fields=["organization_id", "-at", "-id"], name="event_at"),
            # latest(): what happened in a brand
            models.Index(fields=["organization_id", "brand_id", "-id"], name="event_brand"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


def record(kind: str, subject: str, *, by: By = SYSTEM, brand_id: int | None = None, **facts: Any) -> None:
    """Write down that `kind` (`room.thing_happened`) happened to `subject` (`thing:id`), inside the open scope."""
    Event.objects.create(
        organization_id=scope.required().organization_id,
        brand_id=brand_id,
        kind=kind,
        subject=subject,
        by_kind=by.kind,
        by_id=by.id,
        by_name=by.name[:NAME_LENGTH],
        facts=facts,
    )


def of(subject: str, limit: int = 200) -> list[Event]:
    """What happened to one thing, oldest first."""
    return list(Event.objects.filter(subject=subject).order_by("id")[:limit])
