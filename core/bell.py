"""The doorbell: wake a worker after commit. The row is the queue; a lost ring only costs the wait for the next tick."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.pools import producers
from redis.exceptions import RedisError

from core.faultpoints import faultpoint

WAIT_SECONDS = 0.5

log = logging.getLogger(__name__)


def ring(task: str, *args: Any, queue: str = "default") -> None:
    """Send `task` by its full name once the current transaction has committed. Never fails, never waits long."""
    transaction.on_commit(partial(call, task, *args, queue=queue))


def call(task: str, *args: Any, queue: str = "default", expires: float | None = None) -> None:
    """Send `task` now; after `expires` seconds nobody need hear it. Never fails, waits 0.5 s for a silent broker."""
    faultpoint("C0")
    try:
        with producers[_line()].acquire(block=True, timeout=WAIT_SECONDS) as producer:
            current_app.send_task(
                task,
                args=args,
                queue=queue,
                expires=expires,
                producer=producer,
                ignore_result=True,
                retry=False,
            )
    except (KombuError, RedisError, OSError):
        log.warning("bell_not_heard", extra={"task": task})


def _line() -> Connection:
    """As workers connect, but without their patience: they wait for work, we wait for nobody."""
    line = current_app.connection_for_write()
    hurry = {"socket_timeout": WAIT_SECONDS, "socket_connect_timeout": WAIT_SECONDS, "max_retries": 0}
    line.transport_options = {**(line.transport_options or {}), **hurry}
    return line
