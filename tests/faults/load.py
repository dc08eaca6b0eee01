"""Load: many posts at the same minute, and one tenant who floods the others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from tests.faults import oracle
from tests.faults.cast import Cast
from tests.faults.evidence import Evidence
from tests.faults.oracle import Violation
from tests.faults.scenario import ALL_LIVE, Case, Scenario, Scene

HOT = 500
"""Due posts of the flooding tenant (people: 5,000)."""
QUIET_P99 = 5.0
P50, P95, LONGEST = 2.0, 5.0, 60.0


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def on_time(evidence: Evidence) -> Iterator[Violation]:
    """I8: without a fault nobody waits long."""
    late = list(oracle.lateness(evidence).values())
    figures = (("half", 0.5, P50), ("95 %", 0.95, P95), ("all", 1.0, LONGEST))
    for name, share, limit in figures:
        if percentile(late, share) > limit:
            yield Violation(
                "late", "", f"{name} started within {percentile(late, share):.1f} s, not {limit:.0f} s"
            )


def undisturbed(evidence: Evidence) -> Iterator[Violation]:
    """F30: who has few posts does not wait for who has many."""
    late = list(oracle.lateness(evidence).values())
    if percentile(late, 0.99) > QUIET_P99:
        yield Violation("late", "", f"99 % started within {percentile(late, 0.99):.1f} s beside the flood")


def flooded(scene: Scene) -> None:
    """A third tenant has hundreds of due posts on few accounts; the quiet ones become due a second later."""
    flood = Cast(scene.stage, f"{scene.cast.slug}-hot")
    handles = [f"key-{flood.slug}-{number}" for number in range(4)]
    flood.connect(handles)
    for number in range(HOT):
        flood.write(handles[number % len(handles)])
    scene.crew.be_there()
    flood.due(0.2)
    scene.cast.due(1.0)


def at_once(scene: Scene) -> None:
    """All posts of all accounts in the same second."""
    scene.crew.be_there()
    scene.cast.due(0.5)


SCENARIOS = (
    Scenario(
        "burst", (Case("I8", "burst", ALL_LIVE, channels=8, posts=4, check=on_time, within=60),), at_once
    ),
    Scenario(
        "F30", (Case("F30", "f30", ALL_LIVE, channels=3, posts=2, check=undisturbed, within=30),), flooded
    ),
)
