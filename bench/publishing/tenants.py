"""Single posts: beside a tenant with thousands due, and on a system with nothing else to do."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.measuring import database
from bench.publishing import network, posts, rounds
from bench.publishing.posts import Plan
from bench.publishing.rounds import System
from bench.publishing.world import Place

CROWD, SINGLES, ALONE = 5000, 50, 40
CALM_SECONDS = 3.0


def beside_a_crowd(
    system: System, crowd: Sequence[Place], other: Sequence[Place], latency: float
) -> dict[str, Any]:
    """One tenant has thousands due at once; how late the posts of another are that become due meanwhile."""
    network.begin(system.network, latency)
    due = rounds.due_in(9)
    rounds.deal(crowd, CROWD, due)
    first, every = due + timedelta(seconds=2), timedelta(seconds=0.3)
    for place in other:
        posts.schedule(place, Plan([channel.pk for channel in place.channels], SINGLES, first, every))
    connection.close()
    rounds.wait_until(first + SINGLES * every)
    rounds.wait_for(other, first, seconds=60)
    still_due = sum(row.state not in rounds.ENDED for row in rounds.rows(crowd, due))
    found = rounds.outcome(rounds.rows(other, first), system.network)
    _cancel(crowd)
    return found | {"of_the_crowd_still_due": still_due}


def alone(system: System, places: Sequence[Place], latency: float) -> dict[str, Any]:
    """Single posts one after the other, with gaps by chance of 0.4 to 1.6 s, each on another channel."""
    time.sleep(CALM_SECONDS)
    network.begin(system.network, latency)
    first = due = rounds.due_in(3)
    chosen = [(place, channel) for place in places for channel in place.channels][:ALONE]
    gaps = random.Random(1)  # noqa: S311 - no secret
    for place, channel in chosen:
        posts.schedule(place, Plan([channel.pk], 1, due))
        due += timedelta(seconds=gaps.uniform(0.4, 1.6))
    connection.close()
    rounds.wait_until(due)
    rounds.wait_for(places, first, seconds=30)
    return rounds.outcome(rounds.rows(places, first), system.network)


def _cancel(places: Sequence[Place]) -> None:
    """What the crowd still has waiting is not needed any more."""
    query = """UPDATE calendar_app_delivery SET state = 'cancelled', due_at = NULL
      WHERE brand_id = ANY(%s) AND state = 'waiting' AND due_at < %s"""
    with database.superuser() as cursor:
        cursor.execute(query, [[place.brand.pk for place in places], timezone.now() + rounds.HORIZON])
