"""Processes that a benchmark starts, ended by pid when it is over, and the CPU time they used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = Path(sys.executable)
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: Sequence[object], env: Mapping[str, str], log: Path) -> Iterator[int]:
    """Run a program until the block ends; its process id. Output goes to `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield process.pid
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and of its children that have ended."""
    return sum(int(ticks) for ticks in _stat(pid)[11:15]) / TICKS


def cpu_seconds_of_family(pid: int) -> float:
    """CPU time of a process and of all its direct children, living and ended."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return cpu_seconds(pid) + sum(_or_nothing(int(child)) for child in children)


def _or_nothing(pid: int) -> float:
    try:
        return cpu_seconds(pid)
    except OSError:
        return 0.0


def _stat(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat from the state on: 11 to 14 are user, system, children's user and system time."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
