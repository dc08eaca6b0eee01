"""A task that does nothing."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="bench.no_op")
def no_op() -> None:
    """Nothing."""
