"""Noticing a database that came from a backup, before anything is sent from it a second time.

What was due since the backup was taken has probably been sent already, and the database does not know. So the first
drain that finds another database than the one it knew (its cluster, timeline or own number) has everything that is due
put where people decide about it. The operator can ask for the same with RESTORED=1.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from core.outbox.installation import Installation
from core.outbox.lanes import Lane
from core.tenancy import scope

log = logging.getLogger(__name__)

IDENTITY = """
SELECT cluster.system_identifier,
       ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint AS timeline,
       base.oid::bigint AS database_oid
FROM pg_control_system() AS cluster, pg_database AS base WHERE base.datname = current_database()
"""
KNOWN = f"""
SELECT EXISTS (
  SELECT FROM core_installation AS known, ({IDENTITY}) AS found
  WHERE (known.system_identifier, known.timeline, known.database_oid)
      = (found.system_identifier, found.timeline, found.database_oid))
"""  # noqa: S608 — nothing of it comes from outside

Hold = Callable[[str], int]
"""Hold everything that is due in the lane with this key, and tell people; returns how many rows that were."""

_holders: dict[str, Hold] = {}
_asked = threading.Event()
"""RESTORED=1 counts once in the life of a process."""


def register(kind: str, hold: Hold) -> None:
    """Called once at start-up by each room that owns rows in lanes of this kind."""
    before = _holders.get(kind)
    _holders[kind] = hold if before is None else lambda key: before(key) + hold(key)


def check() -> int:
    """Hold what is due if this is another database than before; returns how many rows are held by it.

    The first database ever seen is taken as it is. Whoever asks meanwhile waits until the holding is done.
    """
    asked = settings.RESTORED and not _asked.is_set()
    if _is_known() and not asked:
        return 0
    with transaction.atomic():
        _lock()
        first = not Installation.objects.exists()
        if _is_known() and not asked:
            return 0
        held = _hold_all() if asked or not first else 0
        _remember(is_restored=asked or not first)
    if asked:
        _asked.set()
    return held


def _is_known() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        return bool(cursor.fetchone()[0])


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_installation IN SHARE ROW EXCLUSIVE MODE")


def _hold_all() -> int:
    """In every due lane, whoever serves it."""
    due = Lane.objects.filter(kind__in=_holders, next_at__lte=Now()).order_by("id")
    held = 0
    for kind, key, organization_id in due.values_list("kind", "key", "organization_id"):
        if organization_id is not None:
            with scope.enter(organization_id):
                held += _holders[kind](key)
    log.error("database_was_restored", extra={"held": held})
    return held


def _remember(*, is_restored: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY)
        cluster, timeline, oid = cursor.fetchone()
    found = {"system_identifier": cluster, "timeline": timeline, "database_oid": oid}
    if is_restored:
        found["restored_at"] = Now()
    Installation.objects.update_or_create(id=1, defaults=found)
