"""One round: posts become due, the product publishes them, and what happened is counted on both sides.

Twice a second the database is asked, as the superuser, whether all is done: one session and one transaction, which are
not counted as the product's.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.measuring import database, processes
from bench.measuring.figures import percentile, rounded
from bench.publishing import network as net
from bench.publishing import posts
from bench.publishing.posts import Plan
from bench.publishing.world import Place
from core.outbox.states import State
from tests.faults.fake_network.client import FakeNetwork

PATIENCE = 180.0
ENDED = (State.LIVE, State.REFUSED, State.HELD, State.ASKING, State.EXPIRED, State.CANCELLED)
HORIZON = timedelta(days=1)
"""The patterns of the world wait much later than any round."""


@dataclass(frozen=True, slots=True)
class System:
    """What is measured: the worker's process, and the network that it speaks to."""

    worker: int
    network: FakeNetwork


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery after the round; times in epoch seconds."""

    handle: str
    key: str
    state: str
    due: float
    settled: float | None

    @property
    def place(self) -> net.Key:
        """Where it is to be found at the network."""
        return self.handle, self.key


def deal(places: Sequence[Place], count: int, due: datetime) -> None:
    """`count` posts over all channels of these places, in equal parts, due at one moment."""
    for place in places:
        posts.schedule(place, Plan([channel.pk for channel in place.channels], count // len(places), due))
    connection.close()  # a session reports what it did when it ends


def due_in(seconds: float) -> datetime:
    """A moment after which a load of posts is surely there. The database runs on this machine's clock."""
    return timezone.now() + timedelta(seconds=seconds)


def wait_until(moment: datetime) -> None:
    """Sleep without asking anybody."""
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()))


def wait_for(places: Sequence[Place], since: datetime, seconds: float = PATIENCE) -> None:
    """Wait until nothing that was due since then is open. Costs one session and one transaction."""
    query = """SELECT EXISTS (SELECT FROM calendar_app_delivery
      WHERE brand_id = ANY(%s) AND planned_at BETWEEN %s AND %s AND state <> ALL(%s))"""
    values = [[place.brand.pk for place in places], since, since + HORIZON, list(ENDED)]
    until = time.monotonic() + seconds
    with database.superuser() as cursor:
        while time.monotonic() < until:
            cursor.execute(query, values)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.5)


def rows(places: Sequence[Place], since: datetime) -> list[Row]:
    """The deliveries of these places that were due since then."""
    query = """
      SELECT handle, remote_key, row.state, extract(epoch FROM planned_at)::float8, extract(epoch FROM settled_at)::float8
      FROM calendar_app_delivery AS row JOIN connections_channel AS channel ON channel.id = row.channel_id
      WHERE row.brand_id = ANY(%s) AND planned_at BETWEEN %s AND %s"""
    with database.superuser() as cursor:
        cursor.execute(query, [[place.brand.pk for place in places], since, since + HORIZON])
        return [Row(*row) for row in cursor.fetchall()]


def run(system: System, places: Sequence[Place], count: int, latency: float) -> dict[str, Any]:
    """Load `count` posts, let them become due at one moment, wait for the last; what it came to."""
    net.begin(system.network, latency)
    due = due_in(4 + count / 1000)
    deal(places, count, due)
    before, cpu = database.counters(), _cpu(system)
    wait_until(due)
    wait_for(places, due)
    used = {name: (now - cpu[name]) * 1000 / count for name, now in _cpu(system).items()}
    took = (timezone.now() - due).total_seconds()
    time.sleep(database.FLUSH_SECONDS)
    counted = database.counters() - before
    return {
        **outcome(rows(places, due), system.network),
        "transactions": counted.transactions - 1,
        "sessions": counted.sessions - 1,
        "counted_over_s": rounded(took + database.FLUSH_SECONDS),
        "cpu_ms_per_post": {name: rounded(value) for name, value in used.items()},
    }


def idle_transactions_per_second() -> float:
    """What the ticks cost while nothing is due."""
    before = database.counters()
    time.sleep(database.FLUSH_SECONDS)
    return (database.counters() - before).transactions / database.FLUSH_SECONDS


def outcome(found: Sequence[Row], network: FakeNetwork) -> dict[str, Any]:
    """How late the calls arrived, how long all took, and what went wrong."""
    arrivals = net.arrivals(network)
    settled = [row.settled for row in found if row.state == State.LIVE and row.settled is not None]
    seconds = max(settled) - min(row.due for row in found) if settled else 0.0
    there = net.live(network)
    return {
        "posts": len(found),
        "seconds": rounded(seconds),
        "posts_per_second": rounded(len(settled) / seconds) if seconds else 0.0,
        **lateness(found, arrivals),
        "doubled": len(there) - len(set(there)),
        "called_twice": sum(len(moments) > 1 for moments in arrivals.values()),
        "lost": sum(row.place not in arrivals for row in found),
        "stuck": sum(row.state not in ENDED for row in found),
        "not_live": len(found) - len(settled),
    }


def lateness(found: Sequence[Row], arrivals: Mapping[net.Key, Sequence[float]]) -> dict[str, float]:
    """Seconds from each due time to the arrival of the call at the network."""
    late = [min(arrivals[row.place]) - row.due for row in found if row.place in arrivals]
    shares = {"first": 0.0, "p50": 0.50, "p95": 0.95, "p99": 0.99}
    return {f"lateness_{name}_s": rounded(percentile(late, share)) for name, share in shares.items()}


def _cpu(system: System) -> dict[str, float]:
    return {
        "worker": processes.cpu_seconds(system.worker),
        "postgres": processes.cpu_seconds_of_family(database.postmaster()),
        "network": processes.cpu_seconds(system.network.pid),
    }
