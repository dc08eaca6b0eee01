"""The tasks of approvals."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from approvals.services import watching


@shared_task(name="approvals.watch")
def watch() -> None:
    """Remind, hand on, warn, and hold what nobody approved in time."""
    connection.close_if_unusable_or_obsolete()
    watching.watch()
