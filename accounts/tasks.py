"""The room's tasks."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from accounts.services import sessions, tries
from core import doors


@shared_task(name="accounts.tidy")
def tidy() -> None:
    """Forget sessions that are over, buckets of tries that are full, and secrets that ended long ago."""
    connection.close_if_unusable_or_obsolete()
    sessions.forget_over()
    tries.forget_full()
    doors.forget_over()
