"""Publishing, from the due time to the last live post. Writes results/publish.json.

Measured is the product's publishing worker (one process, 16 threads, the command line of `make run`) with the beat,
against a network in a process of its own: real sockets, the guard on with that one origin allowed, sealed credentials,
a clearance for each post, ledger and notices on, all as the runtime role behind the wall, on a database that keeps what
it accepted. 200 channels in 4 organizations with 2 brands each. Posts are scheduled by copying, inside the database and
under all triggers and keys, what the services made once. The world is the same for all figures:

- `posts_per_second`: 1,000 posts due at one moment, a network that takes 200 ms; from then to the last `settled_at`.
  Three rounds, the median; all rounds stand below `rounds`, their spread in `posts_per_second_spread`.
- `lateness_*_s`: from the due time to the arrival of the call at the network.
- `doubled`, `called_twice`, `lost`, `stuck`: of all rounds. Called twice and live once is what a key is for.
- `transactions_per_post`, `connections_per_post`: what the database counted (pg_stat_database) from before the due time
  until every session has reported, less our own questions and less what the ticks cost in idle time, measured apart.
- `cpu_ms_per_post`: CPU time of the processes from /proc.
- `five_thousand_seconds`: 5,000 posts at one moment, a network that answers at once; from then to the last live one.
- `other_tenant_p99_s`: 50 single posts of one organization while 5,000 of another are due (200 ms).
- `idle_post_p99_s`: 40 single posts on an idle system.
- `claim_ms_*`: see `bench.publishing.claims`. `network_bound_per_second`, `celery_noop_per_second`: see
  `bench.publishing.ceilings`; `ratio_to_bound` is the share of the first that publishing reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.measuring import figures
from bench.measuring.figures import rounded, say
from bench.publishing import ceilings, claims, network, programs, rounds, tenants, world
from bench.publishing.rounds import System
from bench.publishing.world import Place
from tests.faults.fake_network.client import FakeNetwork

LATENCY = 0.2
ROUNDS, POSTS, MANY = 3, 1000, 5000


def main() -> None:
    """Measure everything, the busiest first; about seven minutes on two cores."""
    found: dict[str, Any] = {"machine": figures.machine()}
    with TemporaryDirectory(prefix="bench-") as name, network.started() as fake:
        folder = Path(name)
        say("making organizations and channels")
        places = [
            place
            for number in range(1, 5)
            for place in world.organization(f"org{number}", brands_wanted=2, channels_each=25)
        ]
        found |= _with_worker(folder, fake, places)
        figures.write("publish", found)
        say("ceilings")
        found["network_bound_per_second"] = ceilings.calls_per_second(fake, LATENCY)
        found["celery_noop_per_second"] = ceilings.no_ops_per_second(folder)
        found["ratio_to_bound"] = rounded(found["posts_per_second"] / found["network_bound_per_second"])
        say("claims")
        (place,) = world.organization("claims", brands_wanted=1, channels_each=1)
    figures.write("publish", found | claims.measure(place))


def _with_worker(folder: Path, fake: FakeNetwork, places: Sequence[Place]) -> dict[str, Any]:
    crowd = world.organization("crowd", brands_wanted=1, channels_each=100)
    other = world.organization("other", brands_wanted=1, channels_each=50)
    with programs.publishing(folder) as worker:
        system = System(worker, fake)
        say("warming up: 200 posts")
        rounds.run(system, places, 200, 0.0)
        idle = rounds.idle_transactions_per_second()
        done = [_round(system, places, number) for number in range(1, ROUNDS + 1)]
        say(f"{MANY} posts, a network that answers at once")
        many = rounds.run(system, places, MANY, 0.0)
        say("single posts beside a crowd, then alone")
        beside = tenants.beside_a_crowd(system, crowd, other, LATENCY)
        alone = tenants.alone(system, places, LATENCY)
    return {
        **_summary(done, idle),
        "five_thousand_seconds": many["seconds"],
        "other_tenant_p99_s": beside["lateness_p99_s"],
        "idle_post_p50_s": alone["lateness_p50_s"],
        "idle_post_p99_s": alone["lateness_p99_s"],
        "idle_transactions_per_second": rounded(idle),
        "rounds": done,
        "five_thousand": many,
        "other_tenant": beside,
        "idle_post": alone,
    }


def _round(system: System, places: Sequence[Place], number: int) -> dict[str, Any]:
    found = rounds.run(system, places, POSTS, LATENCY)
    say(f"round {number}: {found['posts_per_second']} posts a second")
    return found


def _summary(done: Sequence[dict[str, Any]], idle: float) -> dict[str, Any]:
    """Medians of the rounds; what must never happen is added up."""
    names = ("posts_per_second", "lateness_first_s", "lateness_p50_s", "lateness_p95_s", "lateness_p99_s")
    transactions = [(each["transactions"] - idle * each["counted_over_s"]) / each["posts"] for each in done]
    return {
        **{name: rounded(median(each[name] for each in done)) for name in names},
        "posts_per_second_spread": figures.spread([each["posts_per_second"] for each in done]),
        **{name: sum(each[name] for each in done) for name in ("doubled", "called_twice", "lost", "stuck")},
        "transactions_per_post": rounded(median(transactions)),
        "connections_per_post": rounded(median(each["sessions"] / each["posts"] for each in done)),
    }
