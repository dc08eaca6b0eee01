"""Two at once, on connections of their own, at the same post."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection

from approvals.services import deciding, reviewing
from calendar_app.models import Delivery, Post
from calendar_app.publishing import fence
from calendar_app.publishing.gate import NotCleared
from calendar_app.services import requiring
from connections.models import Channel
from core import clock
from core.errors import DomainError
from tests.approvals import asked
from tests.calendar_app import posts
from tests.world import Place

Act = Callable[[], Any]
APART = 0.012
"""Seconds by which one of the two may be later, at most: about what either takes."""


def both(place: Place, one: Act, two: Act, seed: int) -> list[Any]:
    """What the two came to, run at once: their results, or what they were told instead."""
    chance = random.Random(seed)
    late = chance.choice((0, 1)), chance.random() * APART
    ready = threading.Barrier(2)
    found: list[Any] = [None, None]

    def run(place_in_row: int, act: Act) -> None:
        try:
            with posts.inside(place):
                ready.wait()
                time.sleep(late[1] if late[0] == place_in_row else 0)
                found[place_in_row] = act()
        except (DomainError, PermissionDenied, NotCleared) as no:
            found[place_in_row] = no
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate((one, two))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def approved(place: Place, channel: Channel) -> Post:
    """A post that everybody said yes to, and that is due by now."""
    post = asked.submitted(place, channel, minutes=30)
    asked.approve(asked.review_of(post), asked.voice(place))
    past = clock.now() - timedelta(seconds=1)
    Delivery.objects.filter(post=post).update(planned_at=past, due_at=past)
    return post


def claim(delivery: Delivery) -> Any:
    """What the engine does when the delivery is due: its fence, or None when somebody was faster."""
    job = SimpleNamespace(delivery=delivery, channel=delivery.channel, attempts=0, keyed_at=clock.now())
    prepared = SimpleNamespace(body={})
    return fence.put(job, prepared, "key")  # type: ignore[arg-type]


def undo(place: Place, post: Post) -> Any:
    """The approver takes her yes back."""
    decision = asked.review_of(post).decisions.select_related("review").get()
    return deciding.undo(decision, voice=asked.voice(place))


def withdraw(place: Place, post: Post) -> Any:
    """The author takes it back."""
    return reviewing.withdraw(asked.review_of(post), by=posts.actor(place))


def want_approval(place: Place) -> Any:
    """The brand begins to want approvals."""
    return requiring.require_approval(place.brand, required=True, was=False, by=posts.actor(place))


def is_sending(post: Post) -> bool:
    """Whether the engine has it."""
    return posts.delivery(post).state == "sending"
