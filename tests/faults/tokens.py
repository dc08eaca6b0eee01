"""Faults of the keys to an account: run out, taken away, renewed by several at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from django.db import connection

from connections.client import client_for
from networks.errors import NetworkError
from tests.calendar_app import posts
from tests.faults.evidence import Evidence
from tests.faults.oracle import Violation
from tests.faults.scenario import ALL_HELD, ALL_LIVE, Case, Scenario, Scene

SOON, ENDED = 30.0, -5.0
"""Tokens that end within the minute are renewed beforehand; these have ended."""
STATES = "SELECT handle, state FROM connections_channel WHERE id = ANY(%s::uuid[])"


def one_renewal(evidence: Evidence) -> Iterator[Violation]:
    """Each account's keys were renewed once."""
    for handle in sorted({promised.handle for promised in evidence.promised.values()}):
        asked = sum(1 for call in evidence.calls if call.on == "token" and call.handle == handle)
        if asked != 1:
            yield Violation("renewals", "", f"{handle}: {asked} calls instead of 1")


def connected(scene: Scene) -> Iterator[Violation]:
    """A refusal to renew that may pass disconnects nobody."""
    for handle, state in scene.stage.database.ask(
        STATES, [str(one.pk) for one in scene.cast.channels.values()]
    ):
        if "f22" in handle and state != "healthy":
            yield Violation("disconnected", "", f"{handle} is {state}")


def racing(scene: Scene) -> None:
    """While the posts go out, others use the same keys from this process."""
    scene.crew.be_there()
    scene.cast.due(0.5)
    hands = [
        threading.Thread(target=_use, args=(scene, handle))
        for handle in scene.cast.channels
        for _ in range(3)
        if "f23" in handle
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(20)


def _use(scene: Scene, handle: str) -> None:
    with posts.inside(scene.cast.home(handle)):
        try:
            client_for(scene.cast.channels[handle]).who_am_i()
        except NetworkError:
            return
        finally:
            connection.close()


F20_EXPIRED = Case("F20", "f20-expired", ALL_LIVE, [{"on": "posts", "do": "expired", "times": 1}])
CASES = (
    F20_EXPIRED,
    Case("F20", "f20-upload", ALL_LIVE, [{"on": "media", "do": "expired", "times": 1}], pictures=1),
    Case("F20", "f20-ended", ALL_LIVE, seconds=ENDED, check=one_renewal),
    Case("F21", "f21-revoked", ALL_HELD, [{"on": "posts", "do": "revoked"}]),
    Case("F21", "f21-scope", ALL_HELD, [{"on": "posts", "do": "scope"}]),
    Case("F21", "f21-grant", ALL_HELD, [{"on": "token", "do": "revoked"}], seconds=ENDED),
    Case("F22", "f22-down-soon", ALL_LIVE, [{"on": "token", "do": "refresh_down"}], seconds=SOON),
    Case(
        "F22", "f22-down-ended", ALL_LIVE, [{"on": "token", "do": "refresh_down", "times": 2}], seconds=ENDED
    ),
    Case(
        "F22",
        "f22-silent",
        ALL_LIVE,
        [{"on": "token", "do": "silence_after", "seconds": 8, "times": 1}],
        seconds=ENDED,
    ),
    Case(
        "F23",
        "f23-race",
        ALL_LIVE,
        [{"on": "token", "do": "slow", "seconds": 0.5}],
        seconds=SOON,
        check=one_renewal,
    ),
)
SCENARIOS = (Scenario("tokens", CASES, racing, check=connected),)
