"""The faults that concern replies: the same that befall posts, because a reply is as irreversible and shares their lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from tests.faults import crashes, infrastructure, races
from tests.faults.network import always, once
from tests.faults.scenario import ALL_LIVE, ALL_REFUSED, ASKED, Case, Rule, Scenario, Scene, just_run


def alone(
    fault: str, name: str, ends: Mapping[str, str], rules: Sequence[Rule] = (), channels: int = 2
) -> Case:
    """A reply on each account, nothing behind it. `channels` is how many accounts each class has."""
    name = f"{fault.lower()}-reply-{name}"
    return Case(fault, name, ends, rules, channels=channels, posts=0, replies=1, within=40)


def beside(fault: str, name: str) -> Case:
    """Two replies beside a post in one lane; all go out."""
    return Case(fault, f"{fault.lower()}-reply-{name}", ALL_LIVE, channels=3, posts=1, replies=2)


def crash(point: str, ends: dict[str, str]) -> Scenario:
    """Every reply stands at the point when its worker dies."""
    return Scenario(
        f"F01-reply-{point.lower()}",
        (alone("F01", point.lower(), ends),),
        partial(crashes.kill_all_at, point),
    )


def many_hands(scene: Scene) -> None:
    """Silent networks keep hands busy; a second publisher serves the others meanwhile."""
    scene.hire()
    just_run(scene)


ANSWERS = (
    alone("F11", "after", ASKED, always("silence_after", seconds=8)),
    alone("F11", "before", ASKED, once("silence_before", seconds=8)),
    alone("F12", "reset", ASKED, always("reset_after")),
    alone("F13", "wait", ALL_LIVE, once("rate_limited", retry_after=3)),
    alone("F14", "after", ASKED, always("error_after", status=502)),
    alone("F14", "before", ASKED, once("error_before", status=503)),
    alone("F15", "no", ALL_REFUSED, always("clean_4xx", status=422)),
)
"""What the network answers."""
CRASHES = tuple(
    crash(point, ends) for point, ends in {"C1": ALL_LIVE, "C2": ASKED, "C3": ASKED, "C4": ASKED}.items()
)
CROWD = Scenario("F18-reply", (beside("F18", "crowd"),), races.crowd)
STOPPED = Scenario(
    "F31-reply", (alone("F31", "before", races.UNLESS_INSIDE, channels=5),), races.stopped_inside
)
STOPPED_AFTER = Scenario(
    "F31-reply-after", (alone("F31", "after", races.UNLESS_INSIDE, channels=5),), races.stopped_after
)
FLUSHED = Scenario("F05-reply", (beside("F05", "emptied"),), infrastructure.emptied_queue)
SCENARIOS = (Scenario("reply-answers", ANSWERS, many_hands), *CRASHES, CROWD, STOPPED, STOPPED_AFTER, FLUSHED)
