"""Faults of the network itself. Each case has accounts of its own, so all of them befall one run at the same time."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.faults import tokens
from tests.faults.scenario import (
    ALL_LIVE,
    ALL_REFUSED,
    ASKED,
    Case,
    Scenario,
    Scene,
    just_run,
)

DEAD_LINE, SLOW_LINE, WIDE_LINE = 1, 2, 3
"""Listeners of the proxy in front of the network."""


def once(do: str, **options: object) -> list[dict[str, object]]:
    """The first sending of each post meets this; the next one does not."""
    return [{"on": "posts", "do": do, "times": 1, **options}]


def always(do: str, **options: object) -> list[dict[str, object]]:
    """Every sending of each post meets this."""
    return [{"on": "posts", "do": do, **options}]


F10_REFUSED = Case("F10", "f10-refused", ALL_LIVE, line=DEAD_LINE)
F11_AFTER = Case("F11", "f11-after", ASKED, always("silence_after", seconds=8))
F11_BEFORE = Case("F11", "f11-before", ASKED, once("silence_before", seconds=8))
F14_AFTER = Case("F14", "f14-after", ASKED, always("error_after", status=502))
F14_BEFORE = Case("F14", "f14-before", ASKED, once("error_before", status=503))
F14_FOR_EVER = Case(
    "F14",
    "f14-for-ever",
    {"key": "refused|asking", "read": "refused|asking", "never": "asking"},
    always("error_before", status=500),
    channels=1,
    within=40,
)
F15_AFTER = Case(
    "F15",
    "f15-after",
    {"key": "live", "read": "live", "never": "refused"},
    always("4xx_after", status=400),
    costs=frozenset({"never:false_failure"}),
)
"""A network that cannot be asked and says no is believed: nobody can know better."""
FOR_EVER = (
    F14_FOR_EVER,
    Case("F10", "f10-for-ever", ALL_REFUSED, channels=1, line=DEAD_LINE, within=40),
    Case(
        "F13",
        "f13-for-ever",
        ALL_REFUSED,
        always("rate_limited", retry_after=1),
        channels=1,
        posts=1,
        within=40,
    ),
    Case(
        "F22",
        "f22-for-ever",
        ALL_REFUSED,
        [{"on": "token", "do": "refresh_down"}],
        channels=1,
        posts=1,
        seconds=tokens.ENDED,
        within=40,
    ),
)
"""What does not get better ends too, and people hear of it."""
ANSWERS = (
    F10_REFUSED,
    F11_AFTER,
    F11_BEFORE,
    Case("F12", "f12-body", ASKED, once("stop_reading", bytes=20)),
    Case("F12", "f12-reset-before", ASKED, once("reset_before")),
    Case("F12", "f12-reset-after", ASKED, always("reset_after")),
    Case(
        "F12",
        "f12-upload",
        ALL_LIVE,
        [{"on": "media", "do": "stop_reading", "bytes": 5000, "times": 1}],
        pictures=1,
    ),
    Case("F13", "f13-seconds", ALL_LIVE, once("rate_limited", retry_after=3)),
    Case("F13", "f13-date", ALL_LIVE, once("rate_limited", retry_after="date:3")),
    Case("F13", "f13-none", ALL_LIVE, once("rate_limited")),
    Case(
        "F13",
        "f13-last-one",
        ALL_LIVE,
        [{"on": "posts", "do": "limit_headers", "remaining": 0, "reset_seconds": 3, "times": 1}],
    ),
    F14_AFTER,
    F14_BEFORE,
    Case("F15", "f15-clean", ALL_REFUSED, always("clean_4xx", status=422)),
    F15_AFTER,
    Case("F16", "f16-rejected", ALL_REFUSED, always("rejected")),
    Case("F16", "f16-empty", ASKED, once("empty", accepts=True)),
    Case("F16", "f16-empty-lost", ASKED, once("empty")),
    Case("F16", "f16-html", ASKED, once("html", accepts=True)),
    Case("F16", "f16-wrong-account", ASKED, once("wrong_account")),
    Case("F17", "f17-drip", ASKED, once("drip", seconds=1)),
    Case("F17", "f17-slow", ALL_LIVE, once("slow", seconds=1)),
    Case("F17", "f17-thin-line", ALL_LIVE, pictures=1, line=SLOW_LINE),
)


def answers(scene: Scene) -> None:
    """One way is closed for some seconds, one is thin; the rest is the network's."""
    proxy = scene.stage.network_proxy
    proxy.refuse(True, DEAD_LINE)
    proxy.bandwidth(40_000, SLOW_LINE)
    scene.hire()
    just_run(scene)
    time.sleep(4)
    proxy.clear()


def scattered(scene: Scene) -> None:
    """Posts become due one after the other, so that one hears of a limit before the next one is sent."""
    scene.crew.be_there()
    scene.cast.due(0.3, spread=2.0)


def two_publishers(scene: Scene) -> None:
    """Half of the accounts are served by another process than the one that heard of the limit."""
    scene.hire()
    scattered(scene)


def for_ever(scene: Scene) -> None:
    """One way stays closed; the rest is the network's."""
    scene.stage.network_proxy.refuse(True, DEAD_LINE)
    just_run(scene)


WIDE_ONE = Case(
    "F13",
    "f13-wide-one",
    ALL_LIVE,
    once_in_class=once("rate_limited", retry_after=3, wide=True),
    line=WIDE_LINE,
)
WIDE = Case(
    "F13",
    "f13-wide-two",
    ALL_LIVE,
    once_in_class=once("rate_limited", retry_after=3, wide=True),
    channels=6,
    line=WIDE_LINE,
)
QUICK = [
    replace(case, channels=3, posts=1) for case in (F11_AFTER, F14_AFTER, F14_BEFORE, tokens.F20_EXPIRED)
]
"""Nothing stands in line behind another post."""
SMOKE = Scenario("F11-F14-F20", tuple(QUICK))
F11, F14 = Scenario("F11", (QUICK[0],)), Scenario("F14", (QUICK[1],))
F13 = Scenario("F13", (Case("F13", "f13-alone", ALL_LIVE, once("rate_limited", retry_after=3)),))
SCENARIOS = (
    Scenario("answers", ANSWERS, answers),
    Scenario("big-answers", (Case("F17", "f17-big", ASKED, once("big"), channels=1),)),
    Scenario("F13-one-publisher", (WIDE_ONE,), scattered),
    Scenario("F13-two-publishers", (WIDE,), two_publishers),
    Scenario("for-ever", FOR_EVER, for_ever, check=tokens.connected),
)
