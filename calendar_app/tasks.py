"""The tasks of publishing that look after it; sending itself is the outbox's."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from calendar_app.publishing import heartbeat, lateness
from connections.services import trouble
from core import tally

BEAT = "beat"
"""Only beat rings the watch, so its mark says that beat lives."""


@shared_task(name="calendar_app.watch")
def watch() -> None:
    """Tell what is late, notice networks in trouble, and let an outside monitor know that somebody looks."""
    connection.close_if_unusable_or_obsolete()
    tally.tick([BEAT])
    lateness.watch()
    trouble.watch()
    heartbeat.beat()
