"""What it costs a worker to take the next due post: claim the lane, read the row, commit.

Measured inside `core.outbox.serving.serve_next`, from its call to the moment at which it hands over what it took; then
the lane is given back as always, with its row as due as before. Rows are loaded past triggers, lanes are made by the
sweep, and the due posts themselves are scheduled as the runtime role.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from bench.measuring import database
from bench.measuring.figures import percentile, rounded, say
from bench.publishing import posts
from bench.publishing.posts import Plan
from bench.publishing.world import Place, inside
from connections.models import Channel, Credential
from core.outbox import serving
from core.outbox.sweep import sweep

KINDS = ["channel"]
TIMES, DUE_LANES, HOT = 200, 300, 5000
PER_CHANNEL = 100
AT_ONCE = 200_000
SPREAD = timedelta(days=90)


@dataclass(slots=True)
class Stopwatch:
    """Takes the place of sending: only looks at the clock."""

    taken: float = 0.0
    jobs: list[Any] = field(default_factory=list)

    def serve(self, job: Any) -> None:
        """What was taken is ready to be sent now."""
        self.taken = time.perf_counter()
        self.jobs.append(job)


def measure(place: Place) -> dict[str, Any]:
    """With 200,000 and 2,000,000 posts scheduled, and with 5,000 due in one channel."""
    watch = _stopwatch()
    found: dict[str, Any] = {}
    channels = _filled(place, 200_000, "200k", found)
    found |= _take_many(place, channels, watch, "claim_ms_at_200k")
    found |= _take_hot(place, channels[0], watch)
    channels = _filled(place, 1_800_000, "2m", found)
    return found | _take_many(place, channels, watch, "claim_ms_at_2m")


def _stopwatch() -> Stopwatch:
    watch = Stopwatch()
    server = next(server for server in serving.servers() if server.kind in KINDS)
    serving.register(replace(server, serve=watch.serve))
    return watch


def _filled(place: Place, count: int, name: str, found: dict[str, Any]) -> list[UUID]:
    """Schedule so many posts on new channels, spread over 90 days; the channels."""
    began = time.monotonic()
    channels = _channels(place, count // PER_CHANNEL)
    plan = Plan(channels, count, timezone.now() + timedelta(hours=1), SPREAD / count)
    for first in range(0, count, AT_ONCE):
        with database.superuser(without_triggers=True) as cursor:
            posts.load(cursor, place, plan, first, min(first + AT_ONCE, count))
    with database.superuser() as cursor:
        cursor.execute("ANALYZE")
    loaded = time.monotonic()
    woken = sweep()
    found[f"load_seconds_{name}"] = rounded(loaded - began)
    found[f"sweep_seconds_{name}"] = rounded(time.monotonic() - loaded)
    say(f"{count} posts more, {woken} lanes woken")
    return channels


def _channels(place: Place, count: int) -> list[UUID]:
    """Copies of the place's first channel with its credential (which only that one could open)."""
    with database.superuser(without_triggers=True) as cursor:
        query = "CREATE TEMPORARY TABLE planned AS SELECT serial, uuidv7() AS channel FROM generate_series(1, %s) AS serial"
        cursor.execute(query, [count])
        pattern = str(place.pattern.channel_id)
        changes = {"id": "plan.channel", "remote_id": "plan.channel", "handle": "'copy-' || plan.serial"}
        cursor.execute(posts.copy(Channel, changes), [pattern])
        cursor.execute(posts.copy(Credential, {"channel_id": "plan.channel"}), [pattern])
        cursor.execute("SELECT channel FROM planned ORDER BY serial")
        return [UUID(str(channel)) for (channel,) in cursor.fetchall()]


def _take_many(place: Place, channels: Sequence[UUID], watch: Stopwatch, name: str) -> dict[str, float]:
    """One post each is due in 300 lanes."""
    posts.schedule(place, Plan(channels[:DUE_LANES], DUE_LANES, timezone.now() - timedelta(seconds=1)))
    return _take(place, watch, name)


def _take_hot(place: Place, channel: UUID, watch: Stopwatch) -> dict[str, float]:
    """All are due in one lane: at one moment, and at moments one second apart."""
    now = timezone.now()
    posts.schedule(place, Plan([channel], HOT, now - timedelta(seconds=1)))
    found = _take(place, watch, "claim_ms_hot_channel")
    posts.schedule(place, Plan([channel], HOT, now - timedelta(days=1), timedelta(seconds=1)))
    return found | _take(place, watch, "claim_ms_hot_channel_in_turn")


def _take(place: Place, watch: Stopwatch, name: str) -> dict[str, float]:
    """Take and give back again and again; then take what was due away."""
    with database.superuser() as cursor:
        cursor.execute("ANALYZE calendar_app_delivery, core_lane")
    spent, whole = [], []
    for _ in range(TIMES):
        began = time.perf_counter()
        if not serving.serve_next(KINDS):
            raise RuntimeError("no lane is due")
        spent.append((watch.taken - began) * 1000)
        whole.append((time.perf_counter() - began) * 1000)
    if not all(watch.jobs):
        raise RuntimeError("a lane was due and none of its posts")
    _calm(place)
    return {
        name: rounded(median(spent)),
        f"{name}_p95": rounded(percentile(spent, 0.95)),
        f"{name}_and_release": rounded(median(whole)),
    }


def _calm(place: Place) -> None:
    """Nothing is due any more, and all lanes know it."""
    query = "UPDATE calendar_app_delivery SET state = 'cancelled', due_at = NULL WHERE state = 'waiting' AND due_at < %s"
    with inside(place), connection.cursor() as cursor:
        cursor.execute(query, [timezone.now()])
    while serving.serve_next(KINDS):
        pass
