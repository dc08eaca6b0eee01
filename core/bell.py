"""The doorbell: wake a worker after commit. The row is the queue; a lost ring only costs the wait for the next tick."""

from __future__ import annotations

import logging
import threading
import time
from functools import cache, partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.pools import producers
from redis.exceptions import RedisError

from core.faultpoints import faultpoint

WAIT_SECONDS = 0.5
SELDOM_SECONDS = 1.0
MOST_KNOWN = 1000

log = logging.getLogger(__name__)


def ring(task: str, *args: Any, queue: str = "default") -> None:
    """Send `task` by its full name once the current transaction has committed. Never fails, never waits long."""
    transaction.on_commit(partial(call, task, *args, queue=queue))


def ring_seldom(task: str, *args: Any, queue: str = "default") -> None:
    """The same for what comes in crowds: the first ring is sent at once, those of the next second are one later ring.

    Whatever was committed is rung for, by its own ring or by one that is still to come.
    """
    transaction.on_commit(partial(_call_seldom, task, *args, queue=queue))


def _call_seldom(task: str, *args: Any, queue: str) -> None:
    delay = _rings.delay((task, args), time.monotonic())
    if delay == 0.0:
        call(task, *args, queue=queue)
    elif delay is not None:
        threading.Timer(delay, call, (task, *args), {"queue": queue}).start()


class _Rings:
    """When this process's last ring of each kind was sent, or will be."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.sent: dict[Any, float] = {}

    def delay(self, key: Any, now: float) -> float | None:
        """After how many seconds to ring; None when a ring is still to come."""
        with self.lock:
            last = self.sent.get(key, now - SELDOM_SECONDS)
            if last > now:
                return None
            if len(self.sent) > MOST_KNOWN:
                self.sent = {one: at for one, at in self.sent.items() if at > now - SELDOM_SECONDS}
            self.sent[key] = max(now, last + SELDOM_SECONDS)
            return self.sent[key] - now


_rings = _Rings()


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
    return _line_to(current_app.conf.broker_url)


@cache
def _line_to(address: str) -> Connection:
    """Made once: it only names the pool that is rung through."""
    line = current_app.connection_for_write(address)
    hurry = {"socket_timeout": WAIT_SECONDS, "socket_connect_timeout": WAIT_SECONDS, "max_retries": 0}
    line.transport_options = {**(line.transport_options or {}), **hurry}
    return line
