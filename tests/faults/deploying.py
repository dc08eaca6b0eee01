"""F29: a deployment while posts go out: old code at work, the migration under its hands, new code beside it, old code ends.

The old code is this repository's own: the commit before the one that brought the newest migration.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings

from tests.faults.oracle import Violation
from tests.faults.processes import Process
from tests.faults.scenario import Case, Scenario, Scene
from tests.faults.stage import Stage

ROOT = Path(settings.BASE_DIR)
MIGRATIONS = "*/migrations/0*.py"
NO_HISTORY = "needs the history of this repository (a whole clone)"
SLOW = [{"on": "posts", "do": "slow", "seconds": 0.3}]
UNLESS_INSIDE = {"key": "live", "read": "live", "never": "live|asking"}
SETTLED = "delivery_settled"
SECONDS = 20.0
"""From the first post to the last one: longer than the whole deployment."""


def deployed_beside(scene: Scene) -> None:
    """Old processes serve, the database is migrated, a new publisher comes, and the old ones are asked to end."""
    scene.crew.leave()
    stage, old = scene.stage, _old_code(scene.stage.folder)
    for room, name in _targets().items():
        _migrate(stage, room, name)
    try:
        leaving = [scene.hire(one, root=old) for one in ("publish", "worker", "beat")]
        scene.cast.due(0.5, spread=SECONDS)
        _migrate(stage)
        arrived = scene.hire()
        scene.wait_for_states(frozenset({"live", "asking"}), 5)
        for process in leaving:
            process.ask_to_end()
        scene.crew.ring()
        _count(scene, leaving[0], arrived)
    finally:
        _migrate(stage)


def _count(scene: Scene, old: Process, new: Process) -> None:
    scene.wait_for_end_of(old, 30)
    scene.wait_for_states(frozenset({"live", "asking"}), SECONDS + 10)
    scene.counted["by old code"] = old.output().count(SETTLED)
    scene.counted["by new code"] = new.output().count(SETTLED)


def both_sent(scene: Scene) -> Iterator[Violation]:
    """Some posts were sent by the old code, some by the new one."""
    if not scene.counted["by old code"] or not scene.counted["by new code"]:
        yield Violation("no_fault", "", f"not both were at work: {dict(scene.counted)}")


@cache
def lacks_history() -> str:
    """Why there is no old code."""
    return "" if _old_commit() else NO_HISTORY


@cache
def _old_commit() -> str:
    """The commit before the newest migration came; "" where nobody knows it."""
    came = (
        _git("log", "-1", "--first-parent", "--diff-filter=A", "--format=%H", "--", MIGRATIONS)
        .decode()
        .strip()
    )
    return _git("rev-parse", "--verify", "--quiet", f"{came}^").decode().strip() if came else ""


def _old_code(folder: Path) -> Path:
    place = folder / "old"
    if not place.exists():
        with tarfile.open(fileobj=BytesIO(_git("archive", _old_commit()))) as archive:
            archive.extractall(place, filter="data")
    return place


def _targets() -> dict[str, str]:
    """Where the old code's schema ends, by room, in the rooms that have newer migrations."""
    listed = _git("ls-tree", "-r", "--name-only", _old_commit()).decode().splitlines()
    old = {Path(name) for name in listed}
    new = {file.relative_to(ROOT) for file in ROOT.glob(MIGRATIONS)}
    newest = dict.fromkeys(sorted({file.parts[0] for file in new - old}), "zero")
    for file in sorted(file for file in old if file.match(MIGRATIONS)):
        if file.parts[0] in newest:
            newest[file.parts[0]] = file.stem
    return newest


def _migrate(stage: Stage, *words: str) -> None:
    """With the code of today, as the owner, past the proxy."""
    command = [sys.executable, "manage.py", "migrate", "-v0", "--no-input", *words]
    subprocess.run(command, cwd=ROOT, env=stage.unhurried, check=True)


def _git(*words: str) -> bytes:
    """What git says; nothing where there is no git or no repository."""
    try:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True).stdout
    except OSError:
        return b""


CASE = Case("F29", "f29-beside", UNLESS_INSIDE, SLOW, channels=3, posts=3, within=40)
SCENARIOS = (Scenario("F29-beside", (CASE,), deployed_beside, check=both_sent, lacks=lacks_history),)
