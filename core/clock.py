"""The database's clock: the only one that decides about sending."""

from __future__ import annotations

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The time of the database server, aware, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found
