"""Seeded mistakes in our own engine. Each takes away one thing on which a promise stands; a scenario must notice it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.db.models import QuerySet

from calendar_app.models import Delivery
from calendar_app.publishing import fence, job, sending
from calendar_app.publishing.fence import Fence
from calendar_app.publishing.job import Job
from calendar_app.publishing.settling import Outcome, Seen
from connections.client import Client
from core import tasks
from networks import wire
from networks.base import Go, Prepared, Published
from networks.errors import Busy, Unsure


@dataclass(frozen=True, slots=True)
class Mutant:
    """What was taken away, and how."""

    words: str
    install: Callable[[], None]


def no_fence() -> None:
    """The fence is committed when the call is over, not before it."""
    send = sending.publish

    def put(taken: Job, _prepared: Prepared, key: str) -> Fence:
        return Fence(uuid4(), taken.delivery.remote_key or key, time.monotonic(), time.time())

    def publish(taken: Job, client: Client, prepared: Prepared, unwritten: Fence) -> Outcome:
        outcome = send(taken, client, prepared, unwritten)
        fence._commit(taken, prepared, unwritten)
        return outcome

    _swap(fence, "put", put)
    _swap(sending, "publish", publish)


def no_compare() -> None:
    """What an attempt came to is written whatever has happened to the row meanwhile."""

    def rows(_seen: Seen, taken: Job, *_: object) -> QuerySet[Delivery]:
        found: QuerySet[Delivery] = Delivery.objects.filter(pk=taken.delivery.pk)
        return found

    _swap(Seen, "rows", rows)


def no_waiting() -> None:
    """Nobody reads how long the network asked us to wait."""
    _swap(wire, "wait_of", lambda response: 0.0)


def blind_retry() -> None:
    """A call without an answer counts as a call that did nothing."""
    careful = Client.publish

    def publish(client: Client, prepared: Prepared, key: str, go: Go) -> Published:
        try:
            return careful(client, prepared, key, go)
        except Unsure as error:
            raise Busy(error.code, error.detail, retry_after=0) from error

    _swap(Client, "publish", publish)


def no_sweep() -> None:
    """Nobody looks after what a dead worker left."""
    _swap(job, "bury", lambda channel_id: 0)
    _swap(tasks, "sweep_lanes", lambda: 0)


def _swap(place: object, name: str, other: object) -> None:
    """Put something else in a place that must be there: a mutant whose place is gone is no mutant any more."""
    if not hasattr(place, name):
        raise AttributeError(f"{place!r} has no {name}: this mutant must be rewritten")
    setattr(place, name, other)


MUTANTS = {
    "no_fence": Mutant("the fence comes after the call", no_fence),
    "no_compare": Mutant("settling does not compare", no_compare),
    "no_waiting": Mutant("Retry-After is ignored", no_waiting),
    "blind_retry": Mutant("a time-out is retried", blind_retry),
    "no_sweep": Mutant("nothing that a dead worker left is swept", no_sweep),
}
