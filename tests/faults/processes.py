"""Processes of a stage: killed, stopped, resumed and, whatever happens, ended by their own number."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SETPRIV = shutil.which("setpriv")
WITH_US = (SETPRIV, "--pdeathsig", "KILL") if SETPRIV else ()
"""Where the system offers it, a process dies with us even when we are killed."""


class NotInTime(AssertionError):
    """Something that must happen did not happen in time."""


class Process:
    """One process that leads a group of its own; its output goes to `<folder>/<name>.log`."""

    def __init__(
        self, name: str, command: Sequence[str | Path], env: Mapping[str, str], folder: Path, cwd: Path
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._read = 0
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                [*WITH_US, *(str(word) for word in command)],
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its number."""
        return self._popen.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still runs (or is stopped)."""
        return self._popen.poll() is None

    @property
    def is_stopped(self) -> bool:
        """Whether it stands still (SIGSTOP)."""
        told = subprocess.run(["ps", "-o", "stat=", "-p", str(self.pid)], capture_output=True, text=True)
        return told.stdout.startswith("T")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and its children; one that is gone is fine."""
        if self.is_alive:
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """kill -9: it gets no chance to do anything more."""
        self.signal(signal.SIGKILL)
        self._popen.wait(10)

    def pause(self) -> None:
        """SIGSTOP: it stands still and does not know it."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self.signal(signal.SIGCONT)

    def ask_to_end(self) -> None:
        """SIGTERM, as a deployment sends it."""
        if self.is_alive:
            os.kill(self.pid, signal.SIGTERM)

    def end(self, patience: float = 5.0) -> None:
        """SIGTERM, then kill -9."""
        self.ask_to_end()
        try:
            self._popen.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def wait(self, seconds: float) -> int | None:
        """Its exit code; None when it still runs after so many seconds."""
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def output(self) -> str:
        """What it has written so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def new_output(self) -> str:
        """What it has written since this was asked last."""
        with self.log.open("rb") as log:
            log.seek(self._read)
            found = log.read()
        self._read += len(found)
        return found.decode(errors="replace")


def wait_until(is_true: Callable[[], object], seconds: float, what: str, step: float = 0.05) -> float:
    """Wait until it is true; how long that took. Raises NotInTime with `what`."""
    began = time.monotonic()
    while not is_true():
        if time.monotonic() - began > seconds:
            raise NotInTime(f"not within {seconds:.0f} s: {what}")
        time.sleep(step)
    return time.monotonic() - began
