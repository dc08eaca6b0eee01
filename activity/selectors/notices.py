"""What a person was told, of the open organization and of brands that she may still see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Membership, MembershipBrand, User
from activity import kinds
from activity.models import Notice
from core import paging
from core.paging import Page

SHOWN = 50


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


@dataclass(frozen=True, slots=True)
class Filter:
    """What of it: `kind` is the name of a kind or "group:" and a group's key; "" and None mean all."""

    is_unread: bool = False
    brand_id: int | None = None
    kind: str = ""


def mine(person: User) -> QuerySet[Notice]:
    """Hers in the app."""
    return _seen(person).filter(shown=True)


def latest(person: User) -> list[Line]:
    """The newest 50, in one query."""
    return lines(mine(person).select_related("brand").order_by("-created_at", "-pk")[:SHOWN])


def page(person: User, chosen: Filter, *, after: str) -> Page:
    """A page of notices, newest first, in one query; `rows` are Lines."""
    rows = mine(person).select_related("brand")
    if chosen.is_unread:
        rows = rows.filter(read_at=None)
    if chosen.brand_id is not None:
        rows = rows.filter(brand=chosen.brand_id)
    if chosen.kind:
        rows = rows.filter(kind__in=_kinds(chosen.kind))
    found = paging.page(rows, ("-created_at", "-id"), after=after, size=SHOWN)
    return Page(lines(found.rows), found.after)


def lines(rows: Iterable[Notice]) -> list[Line]:
    """Notices for their reader."""
    return [_line(row) for row in rows]


def unread(person: User) -> int:
    """How many notices of the open organization the person has not read."""
    return mine(person).filter(read_at=None).count()


def unread_count(person: User) -> Any:
    """The same as an expression, to ride on another query."""
    rows = mine(person).filter(read_at=None).order_by().values("person")
    counted = rows.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def gathered(person: User, period_at: datetime) -> QuerySet[Notice]:
    """What a digest tells: still unread, oldest first; nothing for somebody who has left."""
    rows = _seen(person).filter(digest_at=period_at, read_at=None)
    return rows.select_related("brand").order_by("created_at", "pk")


def _seen(person: User) -> QuerySet[Notice]:
    """Of nothing, when she has left; of brands that she may see."""
    here = Membership.objects.filter(user=person, deactivated_at=None, user__is_active=True)
    limited = MembershipBrand.objects.filter(membership__in=here.values("pk"), brand=OuterRef("brand"))
    of_hers = Exists(here.filter(all_brands=True)) | Exists(limited) | (Q(brand=None) & Exists(here))
    rows: QuerySet[Notice] = Notice.objects.filter(of_hers, person=person)
    return rows


def _kinds(chosen: str) -> list[str]:
    group = chosen.removeprefix("group:")
    if group == chosen:
        return [chosen]
    return [kind.name for kind in kinds.known() if kind.group.key == group]


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
