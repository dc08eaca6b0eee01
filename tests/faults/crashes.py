"""F01: kill -9 of a worker at each fault point. All posts of the scenario stand at the point when it is killed."""

from __future__ import annotations

from functools import partial

from tests.faults.scenario import ALL_HELD, ALL_LIVE, ASKED, Case, Scenario, Scene
from tests.faults.tokens import ENDED

HOURS = "sleep:3600"
SINGLE = [{"on": "token", "do": "single_refresh"}]
"""A refresh token works once."""


def kill_all_at(point: str, scene: Scene) -> None:
    """Every hand of a worker stops at the point; then the worker dies and another one takes over."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    doomed = scene.hire(FAULTPOINTS=f"{point}={HOURS}")
    scene.cast.due()
    scene.wait_until_held()
    doomed.kill()
    scene.crew.call_stand_in()


def kill_once_at(point: str, scene: Scene) -> None:
    """The first hand that comes to the point kills its worker, whatever the others are doing; three times."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    doomed = [scene.hire(FAULTPOINTS=f"{point}=kill")]
    scene.cast.due()
    for _ in range(2):
        scene.wait_for_end_of(doomed[-1])
        doomed.append(scene.hire(FAULTPOINTS=f"{point}=kill@2"))
    scene.wait_for_end_of(doomed[-1])
    scene.crew.call_stand_in()


def crash(point: str, ends: dict[str, str], play: str = "all", **options: object) -> Scenario:
    """Five posts of each class, each on an account of its own, so that all of them come to the point."""
    hands = {"all": kill_all_at, "once": kill_once_at}[play]
    name = f"{point.lower()}-{play}"
    case = Case("F01", f"f01-{name}", ends, channels=5, posts=1, **options)  # type: ignore[arg-type]
    return Scenario(f"F01-{name}", (case,), partial(hands, point))


EITHER = {"key": "live", "read": "live", "never": "live|asking"}
"""Where only some posts were inside their fence, the others simply go out."""
C1, C2 = crash("C1", ALL_LIVE), crash("C2", ASKED)
C3, C4 = crash("C3", ASKED), crash("C4", ASKED)
C5, C6 = crash("C5", ALL_LIVE), crash("C6", ALL_LIVE, pictures=1)
C0 = crash("C0", ALL_LIVE, "once")
C7 = Scenario(
    "F01-c7-all",
    (
        Case("F01", "f01-c7", ALL_LIVE, channels=3, posts=1, seconds=ENDED),
        Case("F01", "f01-c7-single", ALL_HELD, SINGLE, channels=2, posts=1, seconds=ENDED),
    ),
    partial(kill_all_at, "C7"),
)
"""New keys were received and are lost: where the network gives them again nothing is noticed, else people reconnect."""
SMOKE = (C1, C2, C3, C4)
SCENARIOS = (C0, *SMOKE, C5, C6, C7, *(crash(point, EITHER, "once") for point in ("C1", "C2", "C3", "C4")))
