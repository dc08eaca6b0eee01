"""Become the owner of the tables for a while: migrations and the making of test databases, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as DATABASE_OWNER_URL until the block ends (no change when it is not set)."""
    owner = settings.DATABASE_OWNER
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({name: owner[name] for name in before if owner})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
