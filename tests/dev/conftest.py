"""What tests of the commands stand on: a place in a temporary folder, and real processes that end with the test."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dev import processes, state

Sleeper = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[state.Place]:
    """A claimed place of its own."""
    place = state.Place("test", tmp_path)
    assert place.claim()
    yield place
    place.release()


@pytest.fixture
def sleeper() -> Iterator[Sleeper]:
    """Starts processes that sleep, each the leader of its group."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "import time; time.sleep(60)"]
        started.append(subprocess.Popen(command, start_new_session=True))
        processes.observe_started(started[-1].pid, "sleeper")
        return started[-1]

    yield start
    for process in started:
        processes.signal_group(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def signals() -> Iterator[None]:
    """Puts back the signal handlers that a supervisor replaces."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)
