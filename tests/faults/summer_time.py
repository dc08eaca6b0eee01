"""F25: posts that were promised for a wall time that happens twice that day, or not at all.

The database's clock cannot be set, so the clocks change now: zones of our own go back or forward within the hour, and
what they mean is counted here without the product.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from accounts.models import Brand
from calendar_app.promise import FORMAT, promise
from calendar_app.services import scheduling
from tests.calendar_app import posts
from tests.faults.oracle import Violation
from tests.faults.scenario import ALL_LIVE, Case, Scenario, Scene

HOUR = 3600
EAST = 4 * HOUR
SOON = 6
"""Seconds from writing a zone to the posts' time; their plan is made meanwhile."""
_COUNTS = ">4s1s15x6l"


def ahead(at: int) -> int:
    """How far the old clock is ahead of UTC: such that a minute begins at `at`."""
    return EAST + -at % 60


def local(at: int) -> str:
    """The wall time of `at` by the old clock."""
    return datetime.fromtimestamp(at + ahead(at), UTC).strftime(FORMAT)


@dataclass(frozen=True, slots=True)
class Change:
    """Clocks that change by `by` seconds (back: negative); the minute `at` (seconds since 1970) lies beside the change.

    Where they go back it is the first of two minutes that say the same; where they go forward, what it would say with the
    old clock is said by no clock.
    """

    at: int
    by: int

    @property
    def moment(self) -> int:
        """When the clocks change: half of what they change by after `at`, or before it."""
        return self.at - self.by // 2

    @property
    def name(self) -> str:
        """Of the zone."""
        return f"Faults/At{self.at}By{'Back' if self.by < 0 else 'On'}{abs(self.by)}"

    def write(self, folder: Path) -> None:
        """As a file of the IANA time zone database (RFC 8536)."""
        types = struct.pack(">lbBlbB", ahead(self.at), 0, 0, ahead(self.at) + self.by, 1, 4)
        old = struct.pack(_COUNTS, b"TZif", b"2", 0, 0, 0, 0, 2, 8) + types + b"OLD\0NEW\0"
        new = struct.pack(_COUNTS, b"TZif", b"2", 0, 0, 0, 1, 2, 8) + struct.pack(">qB", self.moment, 1)
        file = folder / self.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(old + new + types + b"OLD\0NEW\0\n\n")


def changing_clocks(shift: int, scene: Scene) -> None:
    """In one brand's zone the clocks go back, in the other's forward; each post is moved to a minute beside the change."""
    scene.crew.be_there()
    at = int(time.time()) + SOON
    for place, change in zip(scene.cast.places, (Change(at, -shift), Change(at, shift)), strict=True):
        change.write(scene.stage.zones)
        with posts.inside(place):
            Brand.objects.filter(pk=place.brand.pk).update(zone=change.name)
            place.brand.refresh_from_db()
        _say_so(scene, change)
    for delivery in scene.cast.promised:
        _move(scene, delivery, at)


def _say_so(scene: Scene, change: Change) -> None:
    """People are told that the wall time is no ordinary one."""
    told = promise(local(change.at), change.name)
    scene.counted["twice"] += told.twice
    scene.counted["shifted"] += bool(told.shifted)


def _move(scene: Scene, delivery: str, at: int) -> None:
    promised = scene.cast.promised[delivery]
    place, post = scene.cast.home(promised.handle), scene.cast.posts[delivery]
    with posts.inside(place):
        post.refresh_from_db()
        scheduling.move(post, local(at), revision=post.revision, by=posts.actor(place))
    scene.cast.promised[delivery] = replace(promised, due=float(at))


def both_were_odd(scene: Scene) -> Iterator[Violation]:
    """The one minute happens twice, the other not at all."""
    if scene.counted["twice"] != 1 or scene.counted["shifted"] != 1:
        yield Violation("no_fault", "", f"ordinary minutes: {dict(scene.counted)}")


def _scenario(name: str, shift: int) -> Scenario:
    case = Case("F25", f"f25-{name}", ALL_LIVE, channels=2, posts=1, within=8)
    return Scenario(f"F25-{name}", (case,), partial(changing_clocks, shift), check=both_were_odd)


SCENARIOS = (_scenario("hour", HOUR), _scenario("half-hour", HOUR // 2))
