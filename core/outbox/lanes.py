"""Lanes: one per account, mail server or webhook address. Served by one worker at a time, oldest first, in turn.

Unwalled and without content. All times are the database's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from core.outbox.states import DUE, State
from core.prepared import Prepared

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


Rows = tuple[type[models.Model], str]
"""A source of a lane's outgoing rows: their model, and its field that is the lane's key."""


def lease() -> timedelta:
    """How long a lane stays with a silent worker: 20 s."""
    return timedelta(seconds=settings.LANE_LEASE_SECONDS)


def deadline() -> timedelta:
    """How long after its fence a sender may still send: 15 s. Then its row may be looked at."""
    return timedelta(seconds=settings.SEND_DEADLINE_SECONDS)


def claim(kinds: list[str], worker: str) -> Claimed | None:
    """Take the due lane that has waited longest; None when no lane of these kinds is due and free.

    `worker` names its process up to the last colon. A lane that was lost by a process (its hand hangs, most often) is
    left to other processes for a lease before that one takes it again.

    Costs the same with 10 or 200,000 lanes: one index, one row, nothing of the rows behind it. The commit does not wait
    for the disk: a claim that a crash forgets is only a lane that another worker takes, and fences are never forgotten.
    """
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "kinds": kinds,
            "worker": worker,
            "process": f"{worker.rpartition(':')[0]}:",
            "lease": settings.LANE_LEASE_SECONDS,
        }
        cursor.execute(f"SET LOCAL synchronous_commit TO off; {CLAIM.on(cursor)}", values)
        row = cursor.fetchone()
    if row is None:
        return None
    number, kind, key, organization_id, stumbles = row
    return Claimed(number, kind, key, organization_id, worker, stumbles)


CLAIM = Prepared(
    "lane_claim",
    """
UPDATE core_lane SET lease_until = clock_timestamp() + make_interval(secs => %(lease)s), worker = %(worker)s,
  stumbles = stumbles + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END
WHERE id = (
  SELECT id FROM core_lane
  WHERE next_at <= clock_timestamp() AND kind = ANY(%(kinds)s)
    AND (lease_until IS NULL OR lease_until < clock_timestamp() - CASE
      WHEN starts_with(worker, %(process)s) THEN make_interval(secs => %(lease)s) ELSE interval '0' END)
  ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, kind, key, organization_id, stumbles
""",
    kinds="text[]",
    worker="text",
    process="text",
    lease="float8",
)


def due(kinds: list[str], limit: int) -> int:
    """How many lanes of these kinds are due and free, counted up to `limit`."""
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    return Lane.objects.filter(free, kind__in=kinds, next_at__lte=Now())[:limit].count()


def renew(lane_ids: list[int], worker: str) -> int:
    """Heartbeat: keep these lanes; returns how many are still ours."""
    ours = Lane.objects.filter(id__in=lane_ids, worker=worker)
    return ours.update(lease_until=Now() + lease())


def release(lane: Claimed, sources: Sequence[Rows], rest: float = 0.0) -> None:
    """Give the lane back and put it behind all lanes that are already due. Ask inside the lane's scope.

    `rest` is for how many seconds its network takes nothing more. The lane is locked before the rows of its sources are
    looked at: a row that starts to wait meanwhile either is counted here or lowers `next_at` after us.
    """
    values = {**_values(lane), "id": lane.id, "worker": lane.worker, "rest": rest}
    give_back = _give_back(tuple(sources), lane.organization_id is None)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(f"{LOCK.on(cursor)}; {give_back.on(cursor)}", values)


LOCK = Prepared(
    "lane_lock",
    "SELECT FROM core_lane WHERE id = %(id)s AND worker = %(worker)s FOR UPDATE",
    id="bigint",
    worker="text",
)


@cache
def _give_back(sources: tuple[Rows, ...], of_nobody: bool) -> Prepared:
    """A statement of its own after LOCK, so that it sees what was committed while LOCK waited."""
    times = ", ".join(
        f"(SELECT {want.at} FROM {want.table} WHERE {want.condition} ORDER BY {want.order} LIMIT 1)"  # noqa: S608 — names and states are ours
        for want in _wants(sources, of_nobody)
    )
    return Prepared(
        "lane_release",
        f"""
UPDATE core_lane SET lease_until = NULL, worker = '', stumbles = 0, paused_until = pause.until,
  next_at = CASE WHEN wanted.at IS NOT NULL THEN GREATEST(wanted.at, clock_timestamp(), pause.until) END
FROM (SELECT LEAST({times}) AS at) AS wanted, (
  SELECT CASE WHEN %(rest)s > 0 THEN clock_timestamp() + make_interval(secs => %(rest)s) ELSE paused_until END AS until
  FROM core_lane WHERE id = %(id)s) AS pause
WHERE id = %(id)s AND worker = %(worker)s
""",  # noqa: S608 — the same
        **_TYPES,
        id="bigint",
        worker="text",
        rest="float8",
    )


def earliest(sources: Sequence[Rows], lane: Claimed) -> int | None:
    """Which of the sources has the lane's first due row; None for none.

    A row whose sender can be given up for dead counts from then on. Ask inside the lane's scope.
    """
    with connection.cursor() as cursor:
        first = _first_of(tuple(sources), lane.organization_id is None)
        cursor.execute(first.on(cursor), _values(lane))
        row = cursor.fetchone()
    return None if row is None else int(row[0])


@cache
def _first_of(sources: tuple[Rows, ...], of_nobody: bool) -> Prepared:
    parts = [
        f"(SELECT {want.source}, {want.at} AS at FROM {want.table} "  # noqa: S608 — names and states are ours
        f"WHERE {want.condition} AND {want.at} <= statement_timestamp() ORDER BY {want.order} LIMIT 1)"
        for want in _wants(sources, of_nobody)
    ]
    return Prepared("lane_earliest", f"{' UNION ALL '.join(parts)} ORDER BY at LIMIT 1", **_TYPES)


_TYPES = {"organization": "bigint", "key": "text", "deadline": "float8"}


def _values(lane: Claimed) -> dict[str, Any]:
    return {
        "organization": lane.organization_id,
        "key": lane.key,
        "deadline": settings.SEND_DEADLINE_SECONDS,
    }


@dataclass(frozen=True, slots=True)
class _Want:
    """The rows of a source that want something `at` a time, written as SQL."""

    source: int
    table: str
    condition: str
    at: str
    order: str


def _wants(sources: tuple[Rows, ...], of_nobody: bool) -> Iterator[_Want]:
    """Of each source: the next due row, and the first one whose sender can be given up for dead."""
    due = ", ".join(f"'{state}'" for state in DUE)
    organization = "IS NULL" if of_nobody else "= %(organization)s"
    for number, (model, key) in enumerate(sources):
        field: Any = model._meta.get_field(key)
        table = model._meta.db_table
        mine = f"organization_id {organization} AND {field.column} = %(key)s::{field.db_type(connection)} AND state"
        yield _Want(number, table, f"{mine} IN ({due})", "due_at", "due_at")
        yield _Want(number, table, f"{mine} = '{State.SENDING}'", _GIVEN_UP, "fenced_at")


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
    _put_down(lane, None if seconds is None else Now() + timedelta(seconds=seconds))


def lay_down_until(lane: Claimed, next_at: Callable[[], datetime | None]) -> None:
    """The same for a lane whose next time stands in other rows: `next_at` tells it, None for never.

    It is asked while the lane is locked: what wakes the lane meanwhile is either seen by it or wakes the lane after us.
    """
    with transaction.atomic():
        if Lane.objects.select_for_update().filter(id=lane.id, worker=lane.worker).exists():
            _put_down(lane, next_at())


def _put_down(lane: Claimed, at: Any) -> None:
    mine = Lane.objects.filter(id=lane.id, worker=lane.worker)
    mine.update(next_at=at, lease_until=None, worker="", stumbles=0)
