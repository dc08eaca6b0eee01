"""Look at operating-system processes and end them, without ever touching somebody else's.

A process is recognised by its number, its start time and its command line together, because numbers
are used again. Each process started here leads a group of its own, so that its children end too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
HAS_PROC = sys.platform.startswith("linux")


@dataclass(frozen=True, slots=True)
class Record:
    """One process as it was seen: enough to know it again, or to know that it is another."""

    name: str
    pid: int
    started: str
    command: str


def observe(pid: int, name: str = "") -> Record | None:
    """The living process with this number, or None; a zombie does not live."""
    return _observe_in_proc(pid, name) if HAS_PROC else _observe_by_ps(pid, name)


def observe_started(pid: int, name: str) -> Record | None:
    """A child just started: Linux shows its command line only a moment after the start."""
    deadline = time.monotonic() + 2
    record = observe(pid, name)
    while record and not record.command and time.monotonic() < deadline:
        time.sleep(0.001)
        record = observe(pid, name)
    return record


def observe_self(name: str) -> Record | None:
    """This process."""
    return observe(os.getpid(), name)


def _observe_in_proc(pid: int, name: str) -> Record | None:
    try:
        fields = _stat_fields(pid)
        command = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return None
    if fields[0] in "ZX":
        return None
    words = command.rstrip(b"\0").replace(b"\0", b" ")
    return Record(name, pid, fields[19], words.decode(errors="replace").strip())


def _stat_fields(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat: 0 state, 2 process group, 19 start time in clock ticks."""
    text = (PROC / str(pid) / "stat").read_text(errors="replace")
    return text.rpartition(")")[2].split()


def _observe_by_ps(pid: int, name: str) -> Record | None:
    line = _ps("-ww", "-o", "stat=,lstart=,command=", "-p", str(pid)).strip()
    words = line.split(maxsplit=6)
    if len(words) < 7 or words[0].startswith("Z"):
        return None
    return Record(name, pid, " ".join(words[1:6]), words[6])


def _ps(*arguments: str) -> str:
    env = os.environ | {"LC_ALL": "C"}
    return subprocess.run(["ps", *arguments], capture_output=True, text=True, env=env).stdout


def is_alive(record: Record) -> bool:
    """Whether exactly this process still lives; False when its number went to another process."""
    return observe(record.pid, record.name) == record


def group_members(group: int) -> list[int]:
    """Numbers of the living processes of a process group."""
    if not HAS_PROC:
        rows = (line.split() for line in _ps("-axo", "pid=,pgid=,stat=").splitlines())
        return [int(row[0]) for row in rows if int(row[1]) == group and row[2][0] != "Z"]
    return [pid for pid in all_pids() if _is_member(pid, group)]


def all_pids() -> list[int]:
    """Numbers of all processes of this machine; none where the system does not show them as files."""
    if not HAS_PROC:
        return []
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _is_member(pid: int, group: int) -> bool:
    try:
        fields = _stat_fields(pid)
    except OSError:
        return False
    return fields[2] == str(group) and fields[0] not in "ZX"


def signal_group(group: int, number: signal.Signals) -> None:
    """Send a signal to all processes of a group; a group that is gone is fine."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def wait_for_end(group: int, seconds: float) -> bool:
    """Wait until no process of the group lives; False when some still do after `seconds`."""
    deadline = time.monotonic() + seconds
    while group_members(group):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def end_left_over(record: Record, polite: signal.Signals, patience: float) -> bool:
    """End a process that an earlier start left, with its group; False when it is no longer that."""
    if not is_alive(record):
        return False
    signal_leader(record.pid, polite)
    if not wait_for_end(record.pid, patience):
        signal_group(record.pid, signal.SIGKILL)
        wait_for_end(record.pid, 5)
    return True


def signal_leader(pid: int, number: signal.Signals) -> None:
    """Send a signal to one process; one that is gone is fine."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
