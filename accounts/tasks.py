"""The room's tasks."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from accounts.services import sessions, tries


@shared_task(name="accounts.tidy")
def tidy() -> None:
    """Forget sessions that are over and buckets of tries that are full."""
    connection.close_if_unusable_or_obsolete()
    sessions.forget_over()
    tries.forget_full()
