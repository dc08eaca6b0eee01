"""Several hands at once: threads with database lines of their own, all starting at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")
PATIENCE_SECONDS = 20


def at_once(*jobs: Callable[[], Result]) -> list[Result]:
    """Run the jobs at the same moment; their results in order, or the first error that rose."""
    barrier = threading.Barrier(len(jobs))

    def run(job: Callable[[], Result]) -> Result:
        try:
            barrier.wait(PATIENCE_SECONDS)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def waits_for_a_lock() -> bool:
    """Whether some other session of this database waits for a lock now; also inside a transaction, where Postgres would
    show again what it showed at the first look.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
