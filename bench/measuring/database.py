"""The database seen from outside, as the superuser: its counters, its settings, and bulk loads without triggers.

Questions about counters go through another database of the same server, so that asking changes nothing that is counted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from django.conf import settings

FLUSH_SECONDS = 11.0
"""A session that became idle reports what it counted within 10 s."""


@dataclass(frozen=True, slots=True)
class Counters:
    """Totals of our database since it was made."""

    transactions: int
    sessions: int

    def __sub__(self, earlier: Counters) -> Counters:
        return Counters(self.transactions - earlier.transactions, self.sessions - earlier.sessions)


def counters() -> Counters:
    """Committed and rolled back transactions and opened sessions of our database, by whomever."""
    query = """SELECT xact_commit + xact_rollback, sessions FROM pg_stat_database WHERE datname = %s"""
    (row,) = _ask("postgres", query, [_name()])
    return Counters(*row)


def setting(name: str) -> str:
    """A setting of the server, as SHOW writes it."""
    (row,) = _ask("postgres", "SELECT current_setting(%s)", [name])
    return str(row[0])


def postmaster() -> int:
    """Process id of the server's parent process."""
    query = "SELECT pg_read_file('postmaster.pid')"
    (row,) = _ask("postgres", query, [])
    return int(row[0].split()[0])


@contextmanager
def superuser(*, without_triggers: bool = False) -> Iterator[Any]:
    """A cursor in our database past every wall; commits at the end. `without_triggers` also skips foreign keys."""
    with _connected(_name()) as cursor:
        if without_triggers:
            cursor.execute("SET session_replication_role = replica")
        yield cursor


def _ask(name: str, query: str, values: list[Any]) -> list[Any]:
    with _connected(name) as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


@contextmanager
def _connected(name: str) -> Iterator[Any]:
    line = psycopg2.connect(os.environ["DATABASE_ADMIN_URL"], dbname=name, application_name="bench")
    try:
        with line, line.cursor() as cursor:
            yield cursor
    finally:
        line.close()


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])
