"""Lanes: one per account, mail server or webhook address. Served by one worker at a time, oldest first, in turn.

Unwalled and without content. All times are the database's.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Case, ExpressionWrapper, F, Q, Subquery, When
from django.db.models.functions import Greatest, Least, Now

from core.outbox.states import DUE, State

log = logging.getLogger(__name__)


class Lane(models.Model):
    """See the module. `next_at` is the earliest time at which one of its rows wants something; null is never.

    `paused_until` is when its network takes more again. `stumbles` counts the takings in a row that nobody ended.
    """

    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    organization_id = models.BigIntegerField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    stumbles = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            # the trigger of every outgoing table finds its lane by this
            models.UniqueConstraint(
                fields=["kind", "key", "organization_id"], name="lane_key", nulls_distinct=False
            ),
        ]
        indexes = [
            # claim(): the lane that has waited longest
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="lane_next"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A lane that is ours until its lease ends."""

    id: int
    kind: str
    key: str
    organization_id: int | None
    worker: str
    stumbles: int = 0
    """How many takings in a row ended in an error or with the death of the worker."""


def lease() -> timedelta:
    """How long a lane stays with a silent worker: 20 s."""
    return timedelta(seconds=settings.LANE_LEASE_SECONDS)


def deadline() -> timedelta:
    """How long after its fence a sender may still send: 15 s. Then its row may be looked at."""
    return timedelta(seconds=settings.SEND_DEADLINE_SECONDS)


def claim(kinds: list[str], worker: str) -> Claimed | None:
    """Take the due lane that has waited longest; None when no lane of these kinds is due and free.

    Costs the same with 10 or 200,000 lanes: one index, one row, nothing of the rows behind it. The commit does not wait
    for the disk: a claim that a crash forgets is only a lane that another worker takes, and fences are never forgotten.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"kinds": kinds, "worker": worker, "lease": settings.LANE_LEASE_SECONDS})
        row = cursor.fetchone()
    if row is None:
        return None
    number, kind, key, organization_id, stumbles = row
    return Claimed(number, kind, key, organization_id, worker, stumbles)


CLAIM = """
SET LOCAL synchronous_commit TO off;
UPDATE core_lane SET lease_until = clock_timestamp() + make_interval(secs => %(lease)s), worker = %(worker)s,
  stumbles = stumbles + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END
WHERE id = (
  SELECT id FROM core_lane
  WHERE next_at <= clock_timestamp() AND kind = ANY(%(kinds)s)
    AND (lease_until IS NULL OR lease_until < clock_timestamp())
  ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, kind, key, organization_id, stumbles
"""


def due(kinds: list[str], limit: int) -> int:
    """How many lanes of these kinds are due and free, counted up to `limit`."""
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    return Lane.objects.filter(free, kind__in=kinds, next_at__lte=Now())[:limit].count()


def renew(lane_ids: list[int], worker: str) -> int:
    """Heartbeat: keep these lanes; returns how many are still ours."""
    ours = Lane.objects.filter(id__in=lane_ids, worker=worker)
    return ours.update(lease_until=Now() + lease())


def release(
    lane: Claimed,
    rows: models.QuerySet[models.Model],
    rest: float = 0.0,
    *,
    further: Sequence[models.QuerySet[models.Model]] = (),
) -> None:
    """Give the lane back and put it behind all lanes that are already due. `rows` are its outgoing rows,
    `further` those of other tables.

    `rest` is for how many seconds its network takes nothing more. The lane is locked before its rows are counted: a
    row that starts to wait meanwhile either is counted here or lowers `next_at` after us.
    """
    paused: Any = Now() + timedelta(seconds=rest) if rest > 0 else F("paused_until")
    with transaction.atomic(savepoint=False):
        if not Lane.objects.select_for_update().filter(id=lane.id, worker=lane.worker).exists():
            return
        mine = Lane.objects.filter(id=lane.id).alias(earliest=_earliest([rows, *further]))
        mine.update(
            next_at=Case(
                When(earliest__isnull=False, then=Greatest(F("earliest"), Now(), paused)), default=None
            ),
            paused_until=paused,
            lease_until=None,
            worker="",
            stumbles=0,
        )


def _earliest(sources: Sequence[models.QuerySet[models.Model]]) -> Least:
    """When one of the rows wants something: the next due one, or one whose sender can be given up for dead."""
    times = [time for rows in sources for time in _times(rows)]
    return Least(*times, output_field=models.DateTimeField())


def _times(rows: models.QuerySet[models.Model]) -> list[Any]:
    due = rows.filter(state__in=DUE).order_by("due_at").values("due_at")[:1]
    fenced = rows.filter(state=State.SENDING).order_by("fenced_at").values("fenced_at")[:1]
    given_up = ExpressionWrapper(Subquery(fenced) + deadline(), output_field=models.DateTimeField())
    return [Subquery(due), given_up]


def earliest(sources: Sequence[tuple[type[models.Model], str]], lane: Claimed) -> int | None:
    """Which of the tables (models, each with the field that is the lane's key) has the lane's first due row; None for none.

    A row whose sender can be given up for dead counts from then on. Ask inside the lane's scope.
    """
    values = {
        "organization": lane.organization_id,
        "key": lane.key,
        "deadline": settings.SEND_DEADLINE_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_first_of(tuple(sources)), values)
        row = cursor.fetchone()
    return None if row is None else int(row[0])


@cache
def _first_of(sources: tuple[tuple[type[models.Model], str], ...]) -> str:
    """Written out once: it is asked before every row that is served."""
    due = ", ".join(f"'{state}'" for state in DUE)
    parts = [
        f"(SELECT {number}, {at} FROM {model._meta.db_table} "  # noqa: S608 — names and states are ours
        f"WHERE organization_id = %(organization)s AND {key} = %(key)s AND state {states} "
        f"AND {at} <= statement_timestamp() ORDER BY {at} LIMIT 1)"
        for number, (model, key) in enumerate(sources)
        for at, states in (("due_at", f"IN ({due})"), (_GIVEN_UP, f"= '{State.SENDING}'"))
    ]
    return f"{' UNION ALL '.join(parts)} ORDER BY 2 LIMIT 1"


_GIVEN_UP = "fenced_at + make_interval(secs => %(deadline)s)"


def defer(lane: Claimed) -> None:
    """A lane whose row could not be served must not stand in front of all others: come back after a lease."""
    mine = Lane.objects.filter(id=lane.id, worker__in=["", lane.worker])
    mine.update(next_at=Now() + lease(), lease_until=None, worker="", stumbles=F("stumbles") + 1)


def forgive(lane: Claimed) -> None:
    """What made workers stumble was set aside: the next row begins without its burden."""
    Lane.objects.filter(id=lane.id).update(stumbles=0)


def overdue(kinds: list[str], *, seconds: float) -> models.QuerySet[Lane]:
    """The lanes that should have been served more than `seconds` ago, longest waiting first."""
    late = Lane.objects.filter(kind__in=kinds, next_at__lt=Now() - timedelta(seconds=seconds))
    return late.order_by("next_at")


@dataclass(frozen=True, slots=True)
class Wish:
    """A lane that has something to do at `at`."""

    kind: str
    key: str
    organization_id: int | None
    at: datetime


def wake(wishes: list[Wish]) -> int:
    """Make or wake the lanes that know no time, or a later one (the sweep; triggers do it for every single row).

    A lane that is due already keeps its place in the line. Returns how many lanes had to be woken.
    """
    columns: list[Any] = [
        [wish.kind for wish in wishes],
        [wish.key for wish in wishes],
        [wish.organization_id for wish in wishes],
        [wish.at for wish in wishes],
    ]
    with connection.cursor() as cursor:
        cursor.execute(WAKE, columns)
        return cursor.rowcount


WAKE = """
INSERT INTO core_lane (kind, key, organization_id, next_at, worker)
SELECT wish.kind, wish.key, wish.organization_id, wish.at, ''
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::timestamptz[]) AS wish (kind, key, organization_id, at)
WHERE NOT EXISTS (
  SELECT FROM core_lane known
  WHERE known.kind = wish.kind AND known.key = wish.key
    AND known.organization_id IS NOT DISTINCT FROM wish.organization_id
    AND known.next_at <= GREATEST(wish.at, clock_timestamp(), known.paused_until))
ON CONFLICT (kind, key, organization_id)
DO UPDATE SET next_at = LEAST(core_lane.next_at, GREATEST(EXCLUDED.next_at, core_lane.paused_until))
"""


def lay_down(lane: Claimed, seconds: float | None) -> None:
    """Give back a lane that has no outgoing rows (somebody is listened to by it): it is due again then; None is never."""
    at: Any = None if seconds is None else Now() + timedelta(seconds=seconds)
    mine = Lane.objects.filter(id=lane.id, worker=lane.worker)
    mine.update(next_at=at, lease_until=None, worker="", stumbles=0)
