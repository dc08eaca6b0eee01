"""Many scheduled posts at once: copies of one that the services made, differing where posts differ.

Each has its own post, version with its own content and hash, clearance and delivery; columns that are not named here are
those of the pattern. As the runtime role all triggers, keys and walls judge every row, as they judge one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from bench.publishing.world import Place, inside
from calendar_app.models import Delivery, Post, PostVersion
from core.outbox.clearance import Clearance

AT_ONCE = 500
"""Rows of one transaction: a trigger touches the lane once for each."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`count` posts, dealt out to the channels in turn; the n-th (from 0) is due `every` x n after `due`."""

    channels: Sequence[UUID]
    count: int
    due: datetime
    every: timedelta = timedelta(0)


def schedule(place: Place, plan: Plan) -> None:
    """Schedule them as the runtime role, behind the wall."""
    for first in range(0, plan.count, AT_ONCE):
        with inside(place), transaction.atomic(), connection.cursor() as cursor:
            load(cursor, place, plan, first, min(first + AT_ONCE, plan.count))


def load(cursor: Any, place: Place, plan: Plan, first: int, end: int) -> None:
    """Insert the posts `first` to `end` of the plan in the transaction of `cursor`."""
    values = {
        "channels": [str(pk) for pk in plan.channels],
        "due": plan.due,
        "every": plan.every,
        "first": first,
        "last": end - 1,
        "version": str(place.pattern.version_id),
        "channel": str(place.pattern.channel_id),
    }
    cursor.execute(PLANNED, values)
    for model, pattern, changes in _copies(place):
        cursor.execute(copy(model, changes), [str(pattern)])
    cursor.execute("DROP TABLE planned")


PLANNED = """
CREATE TEMPORARY TABLE planned AS
SELECT *, encode(sha256(said), 'hex') AS hash FROM (
  SELECT serial, uuidv7() AS post, uuidv7() AS version, uuidv7() AS clearance, uuidv7() AS delivery, channel,
    %(due)s::timestamptz + serial * %(every)s::interval AS at,
    convert_to(replace(replace(words, 'Salam 0', 'Salam ' || serial || ' of ' || now()), %(channel)s, channel::text),
      'UTF8') AS said
  FROM (SELECT convert_from(canonical, 'UTF8') FROM calendar_app_postversion WHERE id = %(version)s) AS pattern (words),
    generate_series(%(first)s, %(last)s) AS serial,
    LATERAL (SELECT (%(channels)s::uuid[])[1 + serial %% cardinality(%(channels)s::uuid[])]) AS dealt (channel)
) AS made
"""


def _copies(place: Place) -> list[tuple[type[models.Model], object, dict[str, str]]]:
    """Table by table, in the order of the keys: the row to copy and what differs."""
    row = place.pattern
    local = "to_char(plan.at AT TIME ZONE pattern.zone, 'YYYY-MM-DD\"T\"HH24:MI')"
    post = {"id": "post", "version_id": "version", "planned_at": "at"}
    version = {"id": "version", "post_id": "post", "canonical": "said"}
    clearance = {"id": "clearance", "content_hash": "hash", "channel_id": "channel"}
    delivery = {
        **clearance,
        "id": "delivery",
        "post_id": "post",
        "version_id": "version",
        "clearance_id": "clearance",
        "planned_at": "at",
        "due_at": "at",
    }
    return [
        (Post, row.post_id, _of_plan(post) | {"planned_local": local}),
        (PostVersion, row.version_id, _of_plan(version)),
        (Clearance, row.clearance_id, _of_plan(clearance)),
        (Delivery, row.pk, _of_plan(delivery)),
    ]


def _of_plan(columns: dict[str, str]) -> dict[str, str]:
    return {column: f"plan.{source}" for column, source in columns.items()}


def copy(model: type[models.Model], changes: dict[str, str]) -> str:
    """Copies of one row, one for each planned post."""
    columns = [str(field.column) for field in model._meta.concrete_fields if not field.generated]
    values = [changes.get(column, f"pattern.{column}") for column in columns]
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608 - names are ours
        f"FROM planned AS plan, {table} AS pattern WHERE pattern.{model._meta.pk.column} = %s ORDER BY plan.serial"
    )
