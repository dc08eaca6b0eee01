"""The tasks of the outbox."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from core import bell, tally
from core.outbox import serving, watch
from core.outbox.sweep import sweep as sweep_lanes

LANES = {"publish": ["channel"], "mail": ["mail", "digest"], "reports": ["report"]}
"""Which kinds of lanes each queue drains."""
HELP_SECONDS = 5.0
"""A helper that comes later than this finds no more than the next tick does."""


@shared_task(name="core.drain")
def drain(queue: str, helper: bool = False) -> None:
    """Serve the due lanes of a queue; the first hand calls more when more lanes are due."""
    connection.close_if_unusable_or_obsolete()
    kinds = LANES[queue]
    watch.heard(kinds)
    if not helper:
        for _ in range(serving.hands_wanted(kinds)):
            bell.call("core.drain", queue, True, queue=queue, expires=HELP_SECONDS)
    serving.drain(kinds)


@shared_task(name="core.sweep")
def sweep() -> None:
    """Find lanes whose time was lost; forget counts of old minutes."""
    connection.close_if_unusable_or_obsolete()
    sweep_lanes()
    tally.prune()
