"""What a process may have: memory, files, a disk of its own. Set by the system, on one process of ours."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.faults.processes import Process

CGROUPS = Path("/sys/fs/cgroup")
NO_CGROUP = "needs a memory cgroup that may be made (root on Linux)"
NO_MOUNT = "needs a mount namespace of its own (root on Linux)"
BALLAST = "ballast"
SMALL_DISK = """
set -e
mount -t tmpfs -o size=2m small "$1"
cp -a "$2/." "$1/"
cat /dev/zero > "$1/ballast" 2> /dev/null || true
mount --move "$1" "$2"
shift 2
exec "$@"
"""
"""Fill a small disk, put it in the place of the files and become the program; nobody else sees that disk."""
SPACE: tuple[str, ...] = ("unshare", "--mount", "--propagation", "private")
if os.geteuid() != 0:
    SPACE = (*SPACE, "--map-root-user")


@dataclass(frozen=True, slots=True)
class Group:
    """One memory cgroup, of either version."""

    folder: Path

    @property
    def is_old(self) -> bool:
        """Whether it is of version 1."""
        return (self.folder / "memory.limit_in_bytes").exists()

    @property
    def kills(self) -> int:
        """How many processes the kernel has ended in it because memory ran out."""
        told = (self.folder / ("memory.oom_control" if self.is_old else "memory.events")).read_text().split()
        return int(told[told.index("oom_kill") + 1])

    def limit(self, process: Process, more: int) -> None:
        """Take the process in; it may have `more` bytes than it has now."""
        may = _resident(process.pid) + more
        (self.folder / ("memory.limit_in_bytes" if self.is_old else "memory.max")).write_text(str(may))
        (self.folder / "cgroup.procs").write_text(str(process.pid))


@contextmanager
def group() -> Iterator[Group]:
    """A cgroup below our own; whoever is in it must have ended before the block does."""
    made = Group(_home() / f"meydan-faults-{os.getpid()}")
    made.folder.mkdir()
    try:
        yield made
    finally:
        made.folder.rmdir()


@cache
def lacks_groups() -> str:
    """Why memory cannot be limited by the kernel here."""
    try:
        with group() as made:
            return "" if made.kills == 0 else NO_CGROUP
    except (OSError, ValueError):
        return NO_CGROUP


@cache
def lacks_mounts() -> str:
    """Why a process cannot have a disk of its own here."""
    try:
        tried = subprocess.run([*SPACE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    except OSError:
        return NO_MOUNT
    return NO_MOUNT if tried.returncode else ""


def small_disk(aside: Path, files: Path) -> tuple[str, ...]:
    """What to put around a program so that its `files` lie on a full disk of their own; see `free_disk`."""
    aside.mkdir(exist_ok=True)
    return (*SPACE, "sh", "-c", SMALL_DISK, "sh", str(aside), str(files))


def free_disk(process: Process, files: Path) -> None:
    """There is room on the small disk of a process again."""
    Path(f"/proc/{process.pid}/root{files}", BALLAST).unlink()


def cap_memory(process: Process, more: int) -> None:
    """The process may map only `more` bytes than it has mapped now; beyond that the system refuses."""
    mapped = int(Path(f"/proc/{process.pid}/statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(process.pid, resource.RLIMIT_AS, (mapped + more, resource.RLIM_INFINITY))


def cap_files(process: Process, size: int = resource.RLIM_INFINITY) -> None:
    """No file that the process writes may become longer."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def _home() -> Path:
    """Our own cgroup, where memory is counted."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _number, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            return CGROUPS / "memory" / path.strip("/")
        if not controllers and (CGROUPS / "cgroup.controllers").exists():
            return CGROUPS / path.strip("/")
    raise OSError("no cgroup counts memory")
