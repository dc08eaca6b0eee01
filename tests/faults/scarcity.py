"""F03 and F09: no memory and no room on the disk, by limits that the system sets on one worker."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from calendar_app.services import deciding
from tests.calendar_app import posts
from tests.faults import limits
from tests.faults.oracle import Violation
from tests.faults.processes import Process
from tests.faults.scenario import ALL_LIVE, Case, Scenario, Scene

MEGABYTE = 1024 * 1024
MORE_MEMORY = 48 * MEGABYTE
MORE_ADDRESSES = 256 * MEGABYTE
"""Enough for the stacks of a worker's hands, where memory is kept in one arena for all of them."""
SHORT_FILES = 8 * 1024
"""Shorter than a cropped picture. The worker's log stops growing there, too."""
MISSED = """
SELECT count(*) FROM calendar_app_delivery WHERE id = ANY(%s::uuid[]) AND problem = 'media_unavailable'
"""
UNLESS_INSIDE = {"key": "live", "read": "live", "never": "live|asking"}


def killed_by_kernel(point: str, scene: Scene) -> None:
    """F03: one hand takes all the memory that its worker's cgroup has, and the kernel ends the worker."""
    doomed = _alone(scene, FAULTPOINTS=f"{point}=hoard@3")
    with limits.group() as group:
        group.limit(doomed, MORE_MEMORY)
        scene.cast.due()
        scene.counted["signal"] = -(doomed.wait(10) or 0)
        scene.counted["killed by the kernel"] = group.kills
        doomed.kill()
    scene.crew.call_stand_in()


def by_the_kernel(scene: Scene) -> Iterator[Violation]:
    """It was the kernel."""
    if scene.counted["signal"] != signal.SIGKILL or scene.counted["killed by the kernel"] < 1:
        yield Violation("no_fault", "", f"the kernel did not end the worker: {dict(scene.counted)}")


def refused_memory(point: str, scene: Scene) -> None:
    """F03: the system gives a worker no more memory; whoever asks for some in that moment meets a MemoryError."""
    starved = _alone(scene, FAULTPOINTS=f"{point}=hoard@3", MALLOC_ARENA_MAX="1")
    limits.cap_memory(starved, MORE_ADDRESSES)
    scene.cast.due()
    time.sleep(2.0)
    scene.counted["MemoryError"] = starved.output().count("MemoryError")
    scene.crew.call_stand_in()


def memory_was_refused(scene: Scene) -> Iterator[Violation]:
    """Somebody met it."""
    if not scene.counted["MemoryError"]:
        yield Violation("no_fault", "", "nobody met a MemoryError")


def full_disk(scene: Scene) -> None:
    """F09: the disk with the files is full for some seconds: no cropped picture can be kept."""
    files = _files(scene)
    worker = _alone(scene, around=limits.small_disk(scene.stage.folder / "small", files))
    _miss_files(scene)
    limits.free_disk(worker, files)


def full_for_long(scene: Scene) -> None:
    """F09: the disk stays full until we stop trying; then there is room, and people send what was held."""
    files = _files(scene)
    worker = _alone(scene, around=limits.small_disk(scene.stage.folder / "small", files))
    scene.cast.due()
    scene.wait_for_states(frozenset({"held"}), 30)
    scene.counted["held"] = sum(state == "held" for state in scene.states().values())
    limits.free_disk(worker, files)
    for delivery, promised in scene.cast.promised.items():
        place = scene.cast.home(promised.handle)
        with posts.inside(place):
            deciding.try_again(scene.cast.posts[delivery].deliveries.get(), by=posts.actor(place))


def short_files(scene: Scene) -> None:
    """F09: the system lets a worker write no file of more than some kilobytes for some seconds."""
    worker = _alone(scene)
    limits.cap_files(worker, SHORT_FILES)
    _miss_files(scene)
    limits.cap_files(worker)


def disk_was_full(scene: Scene) -> Iterator[Violation]:
    """Some post could not be sent for want of its file."""
    if not scene.counted["missed"]:
        yield Violation("no_fault", "", "no post missed its file")


def all_were_held(scene: Scene) -> Iterator[Violation]:
    """Before people sent them, every post was held, and nobody was told that a network would not take it."""
    if scene.counted["held"] != len(scene.cast.promised):
        yield Violation("not_held", "", f"{scene.counted['held']} of {len(scene.cast.promised)} were held")


def _alone(scene: Scene, **options: Any) -> Process:
    """The only publisher."""
    scene.crew.ring()
    scene.crew.send_publisher_away()
    return scene.hire(**options)


def _miss_files(scene: Scene) -> None:
    """Let the posts be due, wait some seconds, and count those whose file could not be kept."""
    scene.cast.due()
    time.sleep(4.0)
    [(scene.counted["missed"],)] = scene.stage.database.ask(MISSED, list(scene.cast.promised))


def _files(scene: Scene) -> Path:
    return scene.stage.folder / "media"


def _memory(point: str, ends: dict[str, str], *, by_kernel: bool) -> Scenario:
    name = f"{'oom' if by_kernel else 'no-memory'}-{point.lower()}"
    case = Case("F03", f"f03-{name}", ends, channels=5, posts=1, within=40)
    play, check = (killed_by_kernel, by_the_kernel) if by_kernel else (refused_memory, memory_was_refused)
    lacks = limits.lacks_groups if by_kernel else (lambda: "")
    return Scenario(f"F03-{name}", (case,), partial(play, point), check=check, lacks=lacks)


def _disk(name: str, **options: object) -> Case:
    return Case("F09", f"f09-{name}", ALL_LIVE, pictures=1, cropped=True, **options)  # type: ignore[arg-type]


SCENARIOS = (
    _memory("C2", UNLESS_INSIDE, by_kernel=True),
    _memory("C4", UNLESS_INSIDE, by_kernel=True),
    _memory("C2", UNLESS_INSIDE, by_kernel=False),
    _memory("C4", UNLESS_INSIDE, by_kernel=False),
    Scenario("F09-full", (_disk("full"),), full_disk, check=disk_was_full, lacks=limits.lacks_mounts),
    Scenario(
        "F09-full-for-long",
        (_disk("full-for-long", posts=1, within=60),),
        full_for_long,
        check=all_were_held,
        lacks=limits.lacks_mounts,
    ),
    Scenario("F09-short-files", (_disk("short-files"),), short_files, check=disk_was_full),
)
