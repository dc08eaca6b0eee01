"""The tasks of the whole."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from smm import pruning


@shared_task(name="smm.prune")
def prune() -> None:
    """Empty what has been in the trash for too long."""
    connection.close_if_unusable_or_obsolete()
    pruning.prune()
