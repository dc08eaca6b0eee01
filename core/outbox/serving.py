"""Serving lanes: the rooms that have rows in lanes of a kind register how these are served at start-up.

Usually that is one room. Where several share a lane (posts and replies of a channel), each is a source of its rows, and
the row that is due first goes first, whichever it comes from.

A drain serves lanes until none is due. It runs in as many threads as there are due lanes, at most `HANDS`.
A row that makes its server stumble again and again is set aside, so that the rows behind it go on.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error, connection, models, transaction

from core import logs, tally
from core.faultpoints import faultpoint
from core.outbox import lanes, restored
from core.outbox.lanes import Claimed
from core.tenancy import scope

log = logging.getLogger(__name__)

HANDS = 16
DRAIN_SECONDS = 50.0
STUMBLES = 5
"""After so many takings in a row that ended in an error or with the worker's death, the row in front is set aside."""

Take = Callable[[Claimed], Any]
"""Read what the lane's next due row needs, in the transaction that claimed the lane; None when nothing is due."""

Serve = Callable[[Any], float | None]
"""Do what was taken: speak to the outside, settle. Runs inside the lane's scope and outside any transaction.

May say for how many seconds the network takes nothing more from this lane.
"""

SetAside = Callable[[Claimed], object]
"""Put the lane's next due row where people decide about it; it made its server stumble again and again."""


@dataclass(frozen=True, slots=True)
class Server:
    """Who serves lanes of a kind, and which rows stand in them: `model` rows whose field `key` is the lane's key."""

    kind: str
    model: type[models.Model]
    key: str
    take: Take
    serve: Serve
    set_aside: SetAside

    @property
    def rows(self) -> lanes.Rows:
        """Where the lanes look for what is due."""
        return self.model, self.key


_servers: dict[str, Server] = {}
_further: dict[str, list[Server]] = {}
"""Servers of rows that stand in lanes of a kind beside those of its first server."""
_looked: dict[str, float] = {}
_started = time.monotonic()
_closing = threading.Event()
_worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def register(server: Server) -> None:
    """Called once at start-up by the room that owns the rows."""
    _servers[server.kind] = server


def register_further(server: Server) -> None:
    """The same for rows that stand in the lanes of another room's server, registered before or after it."""
    _further.setdefault(server.kind, []).append(server)


def servers() -> list[Server]:
    """All that are registered."""
    return [one for kind in _servers for one in _sources(kind)]


def _sources(kind: str) -> list[Server]:
    return [_servers[kind], *_further.get(kind, ())]


@dataclass(frozen=True, slots=True)
class Taken:
    """A claimed lane, and what its server took from it; `job` None means that there was nothing after all."""

    lane: Claimed
    server: Server
    job: Any


@dataclass(frozen=True, slots=True)
class Done:
    """A lane that can be given back, and how long it must rest."""

    lane: Claimed
    server: Server
    rest: float


def drain(kinds: list[str], *, seconds: float = DRAIN_SECONDS) -> int:
    """Serve due lanes of these kinds until none is left or the time is up; returns how many rows were served."""
    restored.check()
    tally.tick(kinds)
    served, until = 0, time.monotonic() + seconds
    taken = _turn(None, kinds)
    while taken is not None:
        done = _serve(taken)
        served += 1
        goes_on = time.monotonic() < until and not _closing.is_set()
        taken = _turn(done, kinds if goes_on else [])
    return served


def close() -> None:
    """This process is about to end: what is under way is finished, nothing more is begun."""
    _closing.set()


def idle(kinds: list[str]) -> float:
    """For how many seconds no hand of this process has looked for lanes of these kinds."""
    return time.monotonic() - max(_looked.get(kind, _started) for kind in kinds)


def serve_next(kinds: list[str]) -> bool:
    """Claim one lane, serve one of its rows, give it back. False when nothing was due."""
    taken = _turn(None, kinds)
    if taken is None:
        return False
    _turn(_serve(taken), [])
    return True


def _serve(taken: Taken) -> Done:
    """Outside any transaction. A row that cannot be served puts its lane off, and the error rises."""
    rest, is_served = None, False
    try:
        with _heart.beating(taken.lane), _entered(taken.lane):
            rest = taken.server.serve(taken.job) if taken.job is not None else None
        is_served = True
    finally:
        if not is_served:
            _defer(taken.lane)
    return Done(taken.lane, taken.server, rest or 0.0)


def _turn(done: Done | None, kinds: list[str]) -> Taken | None:
    """In one transaction: give a lane back, claim the next one of these kinds, read its row. None when none is due."""
    _looked.update(dict.fromkeys(kinds, time.monotonic()))
    claimed, server, job, is_made = None, None, None, False
    try:
        with ExitStack() as after, transaction.atomic():
            if done is not None:
                _give_back(done)
            claimed = lanes.claim(kinds, f"{_worker}:{threading.get_ident()}") if kinds else None
            if claimed is not None:
                after.enter_context(_entered(claimed))  # left after the commit, which costs no question
                server = _next_source(claimed)
                job = _take(server, claimed)
        is_made = True
    finally:
        if not is_made:
            _part(done, claimed)
    if claimed is None or server is None:
        return None
    faultpoint("C1")
    return Taken(claimed, server, job)


def _next_source(claimed: Claimed) -> Server:
    """Whose row of the lane is due first. With a single source nothing is asked; the further ones seldom have any, so
    they are asked alone at first.
    """
    first, *further = _sources(claimed.kind)
    if not further or _earliest(further, claimed) is None:
        return first
    return (first, *further)[_earliest([first, *further], claimed) or 0]


def _earliest(sources: Sequence[Server], claimed: Claimed) -> int | None:
    return lanes.earliest([one.rows for one in sources], claimed)


def _give_back(done: Done) -> None:
    with _entered(done.lane):
        lanes.release(done.lane, [one.rows for one in _sources(done.lane.kind)], done.rest)


def _part(done: Done | None, claimed: Claimed | None) -> None:
    """The transaction failed: the lane that was served is given back alone, the one that failed is put off."""
    try:
        if done is not None:
            _give_back(done)
    except Error:
        log.warning("lane_not_given_back", extra={"lane": done.lane.id if done else 0})
    if claimed is not None:
        _defer(claimed)


def _take(server: Server, claimed: Claimed) -> Any:
    """The lane's next job. What stands in front of a lane where too many stumbled is set aside first."""
    if claimed.stumbles < STUMBLES:
        return server.take(claimed)
    log.error("row_set_aside", extra={"lane": claimed.id, "stumbles": claimed.stumbles})
    server.set_aside(claimed)
    lanes.forgive(claimed)
    return None


def _defer(claimed: Claimed) -> None:
    """The database may be what failed: then the lane's lease ends by itself."""
    try:
        lanes.defer(claimed)
    except Error:
        log.warning("lane_not_deferred", extra={"lane": claimed.id})


def hands_wanted(kinds: list[str]) -> int:
    """How many more hands a drain that begins now should call: one for each further due lane."""
    return max(0, lanes.due(kinds, HANDS) - 1)


@contextmanager
def _entered(lane: Claimed) -> Iterator[None]:
    opened = scope.leave() if lane.organization_id is None else scope.enter(lane.organization_id)
    with logs.about(lane=lane.id), opened:
        yield


class Heart:
    """Renews the leases of the lanes that this process serves, from one thread that begins with the first.

    A lane that is served for longer than LANE_LONGEST_SECONDS is let go: whoever holds it hangs. He cannot do harm
    when he wakes up: what he may still send and write is decided by his fence.
    """

    def __init__(self) -> None:
        self._lanes: dict[Claimed, float] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def beating(self, lane: Claimed) -> Iterator[None]:
        """Keep the lane ours until the block ends."""
        with self._lock:
            self._lanes[lane] = time.monotonic()
            if self._thread is None:
                self._thread = threading.Thread(target=self._beat, name="lanes", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._lanes.pop(lane, None)

    def _beat(self) -> None:
        while True:
            time.sleep(settings.LANE_HEARTBEAT_SECONDS)
            held = self._held()
            try:
                for lane in held:
                    lanes.renew([lane.id], lane.worker)
            except Error:
                log.warning("heartbeat_missed", extra={"lanes": len(held)})
                connection.close()
            if not held:
                connection.close()

    def _held(self) -> list[Claimed]:
        oldest = time.monotonic() - settings.LANE_LONGEST_SECONDS
        with self._lock:
            hanging = [lane for lane, since in self._lanes.items() if since < oldest]
            for lane in hanging:
                log.error("lane_let_go", extra={"lane": lane.id})
                del self._lanes[lane]
            return list(self._lanes)


_heart = Heart()
