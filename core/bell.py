"""The doorbell: wake a worker after commit. The row is the queue; a lost ring only costs the wait for the next tick."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.faultpoints import faultpoint

log = logging.getLogger(__name__)


def ring(task: str, *args: Any, queue: str = "default") -> None:
    """Send `task` by its full name once the current transaction has committed. Never fails, never waits long."""
    transaction.on_commit(partial(_send, task, args, queue))


def _send(task: str, args: tuple[Any, ...], queue: str) -> None:
    faultpoint("C0")
    try:
        current_app.send_task(task, args=args, queue=queue, ignore_result=True, retry=False)
    except (OperationalError, RedisError, OSError):
        log.warning("bell_not_heard", extra={"task": task})
