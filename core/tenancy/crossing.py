"""The loud way across the wall, for the few who must look at all organizations. Its users are on a list in the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from core.tenancy import scope


@contextmanager
def crossing(reason: str) -> Iterator[None]:
    """Read the granted columns of every organization, in a transaction of its own. `reason` is for the reader.

    Inside, the database role is `meydan_cross`: it may read what `walls.Crossing` granted and write nothing.
    """
    if not reason:
        raise ValueError("say why the wall is crossed")
    with scope.leave(), transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE meydan_cross")
        yield
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
