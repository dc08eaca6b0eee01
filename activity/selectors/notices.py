"""What a person was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from activity import kinds
from activity.models import Notice

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its reader sees it, in the language that is active now. `url` is "" when there is nothing to open."""

    id: int
    title: str
    sentence: str
    brand: str
    url: str
    tone: str
    icon: str
    count: int
    at: datetime
    is_read: bool


def latest(person: User) -> list[Line]:
    """The newest notices of the open organization, at most 100, in one query."""
    rows = Notice.objects.filter(person=person).select_related("brand").order_by("-created_at", "-pk")
    return [_line(row) for row in rows[:SHOWN]]


def unread(person: User) -> int:
    """How many notices of the open organization the person has not read."""
    return Notice.objects.filter(person=person, read_at=None).count()


def _line(row: Notice) -> Line:
    kind = kinds.named(row.kind)
    told = kinds.fill(kind, row.facts)
    return Line(
        id=row.pk,
        title=told.title,
        sentence=told.sentence,
        brand=row.brand.name if row.brand else "",
        url=kind.address(row.brand.slug if row.brand else "", row.subject),
        tone=kind.tone,
        icon=kind.icon,
        count=row.count,
        at=row.created_at,
        is_read=row.read_at is not None,
    )
