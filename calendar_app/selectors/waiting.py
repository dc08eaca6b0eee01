"""What waited: deliveries that were stopped when their time came, and about which a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When

from accounts.models import Brand
from calendar_app.models import Delivery
from core import clock
from core.outbox.states import State

LATE_EXPIRED = "late_expired"
"""The problem of a late delivery whose brand lets late posts expire."""
MEDIA_AWAY = "media_away"
"""The problem of a broken delivery whose files could not be read: nothing is wrong with the sender."""

REASONED = (
    Delivery.Held.RESTORED,
    Delivery.Held.BROKEN,
    Delivery.Held.PAUSED,
    Delivery.Held.LATE,
)
ORDER = (Delivery.Held.RESTORED, MEDIA_AWAY, *REASONED[1:], LATE_EXPIRED)
"""The reasons for which deliveries wait here, most urgent first."""

WAITED = Q(state=State.HELD, held_reason__in=REASONED) | Q(state=State.EXPIRED, problem=LATE_EXPIRED)
IS_AWAY = Q(held_reason=Delivery.Held.BROKEN, problem=MEDIA_AWAY)
REASON = Case(
    When(IS_AWAY, then=Value(MEDIA_AWAY)),
    When(held_reason="", then=Value(LATE_EXPIRED)),
    default=F("held_reason"),
)
"""What reason_of says, in the database."""
MOST = 200
"""How many the page shows; with these decided the next ones follow."""


@dataclass(frozen=True, slots=True)
class Waited:
    """One delivery, and how many minutes have gone by since its time."""

    delivery: Delivery
    minutes_late: int


@dataclass(frozen=True, slots=True)
class Group:
    """The deliveries with one reason, oldest promise first."""

    reason: str
    rows: tuple[Waited, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """How many deliveries of the brand wait for one reason, the oldest `since`; `headline` is that of a lonely one."""

    reason: str
    count: int
    headline: str
    since: datetime | None


def waited() -> QuerySet[Delivery]:
    """All of them in the open scope, with what deciding about them needs."""
    rows: QuerySet[Delivery] = Delivery.objects.filter(WAITED, post__trashed_at=None)
    return rows.select_related("post__brand", "post__cover", "version", "channel")


def chosen(ids: Iterable[UUID]) -> list[Delivery]:
    """Those of the given ones that still wait, oldest promise first."""
    return list(waited().filter(pk__in=list(ids)).order_by("planned_at", "pk"))


def has_waited(delivery: Delivery) -> bool:
    """What WAITED says, of one row."""
    if delivery.state == State.HELD:
        return delivery.held_reason in REASONED
    return delivery.state == State.EXPIRED and delivery.problem == LATE_EXPIRED


def reason_of(delivery: Delivery) -> str:
    """Its word in ORDER."""
    if delivery.held_reason == Delivery.Held.BROKEN and delivery.problem == MEDIA_AWAY:
        return MEDIA_AWAY
    return delivery.held_reason or LATE_EXPIRED


def lateness(rows: Iterable[Delivery]) -> list[Waited]:
    """Each with its minutes by the database's clock."""
    now = clock.now()
    return [_waited(row, now) for row in rows]


def groups() -> list[Group]:
    """The page of the open brand, most urgent reason first: two queries."""
    rows = lateness(waited().order_by(_urgency(), "planned_at", "pk")[:MOST])
    by_reason = defaultdict(list)
    for row in rows:
        by_reason[reason_of(row.delivery)].append(row)
    return [Group(reason, tuple(by_reason[reason])) for reason in ORDER if by_reason[reason]]


def totals() -> list[Total]:
    """For the open brand's home, most urgent first: one query."""
    rows = Delivery.objects.filter(WAITED, post__trashed_at=None)
    found = rows.values(reason=REASON).annotate(
        number=Count("pk"), since=Min("planned_at"), headline=Min("post__headline")
    )
    known = {row["reason"]: row for row in found}
    return [
        Total(
            reason,
            known[reason]["number"],
            known[reason]["headline"],
            known[reason]["since"],
        )
        for reason in ORDER
        if reason in known
    ]


def by_brand(brands: Iterable[Brand]) -> list[tuple[Brand, int]]:
    """The brands of the open scope in which something waits, and how much."""
    rows = Delivery.objects.filter(WAITED, post__trashed_at=None).values("brand_id")
    counts = {row["brand_id"]: row["number"] for row in rows.annotate(number=Count("pk"))}
    return [(brand, counts[brand.pk]) for brand in brands if brand.pk in counts]


def _urgency() -> Case:
    away = When(IS_AWAY, then=Value(ORDER.index(MEDIA_AWAY)))
    whens = [When(held_reason=reason, then=Value(ORDER.index(reason))) for reason in REASONED]
    return Case(away, *whens, default=Value(len(ORDER)))


def _waited(delivery: Delivery, now: datetime) -> Waited:
    planned = delivery.planned_at or now
    return Waited(delivery, max(0, int((now - planned).total_seconds()) // 60))
