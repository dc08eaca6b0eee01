"""The soak: 3,000 posts of three classes on sixty accounts while something breaks every few seconds. `make soak`."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Sequence

from tests.faults import oracle, report
from tests.faults.cast import NETWORKS, Cast
from tests.faults.crew import Crew
from tests.faults.evidence import Evidence
from tests.faults.havoc import Havoc
from tests.faults.oracle import ENDED, Violation
from tests.faults.scenario import Scene, evidence_of
from tests.faults.stage import Stage

POSTS = int(os.environ.get("POSTS") or 3000)
ACCOUNTS = 20
"""Of each class."""
BUSY_SECONDS = POSTS / 14
"""In which posts become due and things break; then all is quiet."""
QUIET_SECONDS = 120.0
COSTS = {"never": frozenset({"false_failure"})}
"""A network that shows nothing and says no after it said yes to itself: nobody can know."""


def test_zero_of_thousands(stage: Stage, crew: Crew, inside: None) -> None:
    """Nothing is lost, doubled, stuck or untold, whatever broke."""
    seed = int(os.environ.get("SEED") or random.randrange(100_000))
    print(f"\nseed {seed} (again: make soak SEED={seed})", flush=True)
    began = time.monotonic()
    scene = Scene(stage, crew, _cast(stage))
    havoc = Havoc(stage, seed)
    try:
        scene.cast.due(1.0, spread=BUSY_SECONDS)
        print(f"{POSTS} posts written in {time.monotonic() - began:.0f} s", flush=True)
        havoc.wreak(time.monotonic() + BUSY_SECONDS)
        havoc.heal()
        broken = time.monotonic()
        scene.wait_for_states(ENDED, QUIET_SECONDS)
        time.sleep(2.0)
        found = evidence_of(scene)
    finally:
        havoc.end()
        stage.park()
    print(f"quiet {time.monotonic() - broken:.0f} s, {time.monotonic() - began:.0f} s in all")
    violations = _avoidable(found)
    _write(found, violations, havoc, seed, time.monotonic() - began)
    wrong = [str(violation) for violation in violations]
    assert not wrong, "\n".join([f"seed {seed}: {len(wrong)} violations", *wrong[:30]])


def _cast(stage: Stage) -> Cast:
    """Accounts in turn of class and tenant; posts in turn of accounts."""
    cast = Cast(stage, "soak")
    handles = [f"{kind}-soak-{number}" for number in range(ACCOUNTS) for kind in NETWORKS]
    cast.connect(handles)
    for number in range(POSTS):
        cast.write(handles[number % len(handles)])
    return cast


def _avoidable(found: Evidence) -> list[Violation]:
    """All violations but those that nobody can avoid."""
    return [one for one in oracle.judge(found) if one.name not in COSTS.get(_class(found, one.delivery), ())]


def _class(found: Evidence, delivery: str) -> str:
    promised = found.promised.get(delivery)
    return promised.handle.partition("-")[0] if promised else ""


def _write(found: Evidence, violations: Sequence[Violation], havoc: Havoc, seed: int, seconds: float) -> None:
    """bench/results/soak.json, and the same in words."""
    ends = Counter(f"{_class(found, row.delivery)} {row.state}" for row in found.rows.values())
    names = Counter(violation.name for violation in violations)
    late = sorted(oracle.lateness(found).values())
    whole = {
        "seed": seed,
        "posts": len(found.promised),
        **{name: names[name] for name in report.COUNTED},
        "other": sum(number for name, number in names.items() if name not in report.COUNTED),
        "ends": dict(sorted(ends.items())),
        "broken": dict(havoc.done),
        "calls": len(found.calls),
        "worst_seconds": round(late[-1], 1) if late else 0.0,
        "took_seconds": round(seconds, 1),
        "violations": [str(violation) for violation in violations[:50]],
    }
    report.FOLDER.mkdir(parents=True, exist_ok=True)
    (report.FOLDER / "soak.json").write_text(json.dumps(whole, indent=1))
    print(json.dumps(whole, indent=1))
