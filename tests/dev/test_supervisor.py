"""The supervisor: programs start, come back when they end by themselves, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import pytest

from dev import console, processes, state, supervisor

pytestmark = pytest.mark.usefixtures("signals")


def program(name: str, code: str, *, patience: float = 5) -> supervisor.Program:
    """A program that runs a line of Python."""
    return supervisor.Program(name, [sys.executable, "-c", code], os.environ, patience=patience)


def later(seconds: float, action: Callable[[], object]) -> None:
    """Do something while the test's own thread waits."""
    threading.Timer(seconds, action).start()


def stop() -> None:
    """What Ctrl-C does."""
    signal.raise_signal(signal.SIGINT)


def test_what_runs_is_written_down_and_gone_at_the_end(place: state.Place) -> None:
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        boss.start(program("web", "import time; time.sleep(60)"))
        (record,) = place.read_status().processes
        assert processes.is_alive(record)

    assert not processes.is_alive(record)
    assert place.read_status().processes == []


def test_a_program_that_does_not_listen_is_killed_after_its_patience(place: state.Place) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
    log = place.log / "deaf.log"

    with supervisor.Supervisor(place, is_quiet=True) as boss:
        boss.start(program("deaf", deaf, patience=0.2))
        boss.wait_until("deaf", lambda: log.exists() and "on" in log.read_text(), seconds=10)
        (record,) = place.read_status().processes

    assert processes.group_members(record.pid) == []


def test_a_program_that_ends_before_it_is_ready_shows_its_last_words(place: state.Place) -> None:
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        boss.start(program("web", "raise SystemExit('no such table')"))

        with pytest.raises(console.CannotGoOnError, match="no such table"):
            boss.wait_until("web", lambda: False, seconds=10)


def test_a_program_that_is_never_ready_ends_the_start(place: state.Place) -> None:
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        boss.start(program("web", "import time; time.sleep(60)"))

        with pytest.raises(console.CannotGoOnError, match="web was not ready after 0 s"):
            boss.wait_until("web", lambda: False, seconds=0.2)


def test_a_program_that_ends_by_itself_comes_back(
    place: state.Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.1)
    times = place.folder / "times"
    once_more = f"""
import pathlib, time
times = pathlib.Path({str(times)!r})
with times.open("a") as file:
    file.write("x")
time.sleep(60 if len(times.read_text()) > 1 else 0)
"""

    with supervisor.Supervisor(place, is_quiet=True) as boss:
        boss.start(program("beat", once_more))
        (first,) = place.read_status().processes
        later(2, stop)
        boss.watch()
        (second,) = place.read_status().processes

    assert first.pid != second.pid
    assert times.read_text() == "xx"
    assert "beat ended by itself (code 0); again in 0 s" in capsys.readouterr().out


def test_a_stop_during_the_start_ends_the_waiting(place: state.Place) -> None:
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        boss.start(program("web", "import time; time.sleep(60)"))
        stop()

        with pytest.raises(console.StoppedError):
            boss.wait_until("web", lambda: False, seconds=10)


def test_a_short_program_gives_its_lines(place: state.Place) -> None:
    command = [sys.executable, "-c", "print('Sign in as'); print('owner')"]

    with supervisor.Supervisor(place, is_quiet=True) as boss:
        assert boss.finish("prepare", command, os.environ) == ["Sign in as", "owner"]


def test_a_short_program_that_fails_ends_the_start(place: state.Place) -> None:
    command = [sys.executable, "-c", "print('half done'); raise SystemExit(3)"]

    with (
        supervisor.Supervisor(place, is_quiet=True) as boss,
        pytest.raises(console.CannotGoOnError, match="half done"),
    ):
        boss.finish("prepare", command, os.environ)


def test_a_stop_ends_a_short_program_at_once(place: state.Place) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    begin = time.monotonic()

    with supervisor.Supervisor(place, is_quiet=True) as boss:
        later(0.3, stop)
        with pytest.raises(console.StoppedError):
            boss.finish("prepare", command, os.environ)

    assert time.monotonic() - begin < 10


def test_the_exit_code_of_the_foreground_is_handed_on(place: state.Place) -> None:
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        assert boss.attend([sys.executable, "-c", "raise SystemExit(5)"], os.environ) == 5


def test_what_the_foreground_left_behind_ends_with_it(place: state.Place) -> None:
    """As when a test run is killed: nobody told the product that it had started."""
    kept = place.folder / "pid"
    sleeper = "[sys.executable, '-c', 'import time; time.sleep(60)']"
    killed = f"""
import os, pathlib, signal, subprocess, sys
left = subprocess.Popen({sleeper}, start_new_session=True)
pathlib.Path({str(kept)!r}).write_text(str(left.pid))
os.kill(os.getpid(), signal.SIGTERM)
"""

    with supervisor.Supervisor(place, is_quiet=True) as boss:
        assert boss.attend([sys.executable, "-c", killed], os.environ) == -signal.SIGTERM

    left = int(kept.read_text())
    until = time.monotonic() + 5
    while processes.observe(left) and time.monotonic() < until:
        time.sleep(0.02)
    assert processes.observe(left) is None


def test_ports_stay_the_same_over_starts(place: state.Place) -> None:
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        first = boss.port("postgres")
    assert place.claim()

    with supervisor.Supervisor(place, is_quiet=True) as boss:
        assert boss.port("postgres") == first
