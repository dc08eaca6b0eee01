"""Serving lanes: each kind of lane has one server, registered at start-up by the room that knows it.

A drain serves lanes until none is due. It runs in as many threads as there are due lanes, at most `HANDS`.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error, connection, models, transaction

from core.faultpoints import faultpoint
from core.outbox import lanes
from core.outbox.lanes import Claimed
from core.tenancy import scope

log = logging.getLogger(__name__)

HANDS = 16
DRAIN_SECONDS = 50.0

Take = Callable[[Claimed], Any]
"""Read what the lane's next due row needs, in the transaction that claimed the lane; None when nothing is due."""

Serve = Callable[[Any], None]
"""Do what was taken: speak to the outside, settle. Runs inside the lane's scope and outside any transaction."""


@dataclass(frozen=True, slots=True)
class Server:
    """Who serves lanes of a kind, and which rows stand in them: `model` rows whose field `key` is the lane's key."""

    kind: str
    model: type[models.Model]
    key: str
    take: Take
    serve: Serve

    def rows(self, lane: Claimed) -> models.QuerySet[models.Model]:
        """The rows of a lane; ask inside its scope."""
        return self.model._default_manager.filter(**{self.key: lane.key})


_servers: dict[str, Server] = {}
_worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def register(server: Server) -> None:
    """Called once at start-up by the room that owns the rows."""
    _servers[server.kind] = server


def servers() -> list[Server]:
    """All that are registered."""
    return list(_servers.values())


def drain(kinds: list[str], *, seconds: float = DRAIN_SECONDS) -> int:
    """Serve due lanes of these kinds until none is left or the time is up; returns how many rows were served."""
    served, until = 0, time.monotonic() + seconds
    while time.monotonic() < until and serve_next(kinds):
        served += 1
    return served


def serve_next(kinds: list[str]) -> bool:
    """Claim one lane, serve one of its rows, give it back. False when nothing was due."""
    claimed: Claimed | None = None
    served = False
    try:
        with transaction.atomic():
            claimed = lanes.claim(kinds, f"{_worker}:{threading.get_ident()}")
            if claimed is None:
                return False
            server = _servers[claimed.kind]
            with _entered(claimed):
                job = server.take(claimed)
        faultpoint("C1")
        with _heart.beating(claimed), _entered(claimed):
            if job is not None:
                server.serve(job)
            lanes.release(claimed, server.rows(claimed))
        served = True
    finally:
        if claimed is not None and not served:
            lanes.defer(claimed)
    return True


def hands_wanted(kinds: list[str]) -> int:
    """How many more hands a drain that begins now should call: one for each further due lane."""
    return max(0, lanes.due(kinds, HANDS) - 1)


@contextmanager
def _entered(lane: Claimed) -> Iterator[None]:
    if lane.organization_id is None:
        with scope.leave():
            yield
    else:
        with scope.enter(lane.organization_id):
            yield


class Heart:
    """Renews the leases of the lanes that this process serves, from one thread that begins with the first."""

    def __init__(self) -> None:
        self._lanes: set[Claimed] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def beating(self, lane: Claimed) -> Iterator[None]:
        """Keep the lane ours until the block ends."""
        with self._lock:
            self._lanes.add(lane)
            if self._thread is None:
                self._thread = threading.Thread(target=self._beat, name="lanes", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._lanes.discard(lane)

    def _beat(self) -> None:
        while True:
            time.sleep(settings.LANE_HEARTBEAT_SECONDS)
            with self._lock:
                held = list(self._lanes)
            try:
                for lane in held:
                    lanes.renew([lane.id], lane.worker)
            except Error:
                log.warning("heartbeat_missed", extra={"lanes": len(held)})
                connection.close()
            if not held:
                connection.close()


_heart = Heart()
