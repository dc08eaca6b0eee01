"""How long people wait when the publishing worker dies (kill -9), with the settings they get. Writes results/recovery.json.

Posts are due at one moment over 200 channels, the network takes 2 s, so that all 16 hands stand inside their fence when
the worker is killed. A new one begins at once, as a supervisor would start it.

- `resume_s`: from the new worker's start to the first call that arrives at the network from it; the worst of the rounds.
- `orphans_settled_s`: from the kill until the last post that was inside its fence is live; the worst of the rounds.
- `orphans`: how many those were; `doubled`, `lost`, `stuck`, `not_live`: of all rounds.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measuring import database, figures
from bench.measuring.figures import rounded, say
from bench.publishing import network, programs, rounds, world
from bench.publishing.world import Place
from core.outbox.states import State
from tests.faults.fake_network.client import FakeNetwork

LATENCY = 2.0
ROUNDS, POSTS = 3, 64
PATIENCE = 10.0
"""Seconds within which the first posts must be on their way."""


def main() -> None:
    """Three deaths; about five minutes."""
    with TemporaryDirectory(prefix="bench-") as name, network.started() as fake:
        places = world.organization("recovery", brands_wanted=2, channels_each=100)
        done = [_round(Path(name), fake, places) for _ in range(ROUNDS)]
    added = ("orphans", "doubled", "lost", "stuck", "not_live")
    figures.write(
        "recovery",
        {
            "machine": figures.machine(),
            **{what: max(each[what] for each in done) for what in ("resume_s", "orphans_settled_s")},
            **{what: sum(each[what] for each in done) for what in added},
            "rounds": done,
        },
    )


def _round(folder: Path, fake: FakeNetwork, places: list[Place]) -> dict[str, Any]:
    network.begin(fake, LATENCY)
    due = rounds.due_in(15)
    rounds.deal(places, POSTS, due)
    with programs.publishing(folder) as worker:
        rounds.wait_until(due)
        _wait_for_somebody_inside(places)
        os.kill(worker, signal.SIGKILL)
        killed = time.time()
        orphans = _inside(places)
    began = time.time()
    with programs.publishing(folder):
        rounds.wait_for(places, due)
    found = rounds.rows(places, due)
    ends = {row.place: row.settled for row in found if row.settled is not None}
    later = [at for moments in network.arrivals(fake).values() for at in moments if at > began]
    outcome = rounds.outcome(found, fake)
    say(f"{len(orphans)} posts were inside their fence")
    return {
        "resume_s": rounded(min(later) - began) if later else None,
        "orphans_settled_s": rounded(
            max((ends[key] for key in orphans if key in ends), default=killed) - killed
        ),
        "orphans": len(orphans),
        **{name: outcome[name] for name in ("doubled", "lost", "stuck", "not_live")},
    }


def _wait_for_somebody_inside(places: list[Place]) -> None:
    """The first calls are on their way and none is answered yet."""
    until = time.monotonic() + PATIENCE
    while not _inside(places) and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(LATENCY / 4)


def _inside(places: list[Place]) -> list[network.Key]:
    """The posts that the dead worker left in sending."""
    query = """SELECT handle, remote_key FROM calendar_app_delivery AS row
      JOIN connections_channel AS channel ON channel.id = row.channel_id
      WHERE row.brand_id = ANY(%s) AND row.state = %s"""
    with database.superuser() as cursor:
        cursor.execute(query, [[place.brand.pk for place in places], State.SENDING])
        return list(cursor.fetchall())
