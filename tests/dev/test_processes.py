"""Processes: known again by number, start time and command line; never somebody else's ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from dev import processes
from tests.dev.conftest import Sleeper


@pytest.fixture(autouse=True, params=["proc", "ps"])
def source(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to look at processes: /proc as on Linux, ps as elsewhere."""
    is_here = {"proc": (processes.PROC / "self" / "stat").exists(), "ps": bool(shutil.which("ps"))}
    if not is_here[request.param]:
        pytest.skip(f"no {request.param} here")
    monkeypatch.setattr(processes, "HAS_PROC", request.param == "proc")


def test_a_living_process_is_known_again(sleeper: Sleeper) -> None:
    process = sleeper()

    record = processes.observe(process.pid, "web")

    assert record
    assert "time.sleep" in record.command
    assert processes.is_alive(record)


def test_a_process_that_ended_is_gone_even_before_anybody_collected_it(sleeper: Sleeper) -> None:
    process = sleeper()
    record = processes.observe(process.pid, "web")
    assert record

    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    assert processes.observe(process.pid) is None
    assert not processes.is_alive(record)
    assert processes.group_members(process.pid) == []


@pytest.mark.parametrize(
    "other",
    [lambda one: replace(one, command="postgres -D elsewhere"), lambda one: replace(one, started="1")],
    ids=["another command line", "another start time"],
)
def test_a_number_that_now_belongs_to_another_process_is_left_alone(
    sleeper: Sleeper, other: Callable[[processes.Record], processes.Record]
) -> None:
    process = sleeper()
    record = processes.observe(process.pid, "web")
    assert record

    was_ended = processes.end_left_over(other(record), signal.SIGTERM, patience=1)

    assert not was_ended
    assert process.poll() is None


def test_a_left_over_is_ended(sleeper: Sleeper) -> None:
    process = sleeper()
    record = processes.observe(process.pid, "web")
    assert record

    was_ended = processes.end_left_over(record, signal.SIGTERM, patience=5)

    assert was_ended
    assert process.wait(5) == -signal.SIGTERM


def test_a_left_over_that_ignores_politeness_is_killed_with_its_children() -> None:
    child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); {child}"
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout
    with process.stdout as lines:
        assert [lines.readline(), lines.readline()] == [b"1\n", b"1\n"]
    record = processes.observe(process.pid, "web")
    assert record

    processes.end_left_over(record, signal.SIGTERM, patience=0.2)

    assert process.wait(5) == -signal.SIGKILL
    assert processes.wait_for_end(process.pid, 5)
