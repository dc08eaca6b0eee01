"""Start programs, watch them, start them again when they end by themselves, and end them all."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from dev import accounts, console, leftovers, output, paths, ports, processes, state

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
"""Seconds of life after which an end counts as the first one again."""


@dataclass(frozen=True, slots=True)
class Program:
    """One long-running program of the stack."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    polite: signal.Signals = signal.SIGTERM
    patience: float = 15.0
    """Seconds between the polite signal and SIGKILL."""
    is_service: bool = False
    """A service (database, queue) ends after all others, and only its log file shows its output."""
    account: accounts.Account = field(default_factory=accounts.Account)


@dataclass(slots=True)
class Child:
    """A program and the process that runs it at the moment."""

    program: Program
    process: subprocess.Popen[bytes]
    record: processes.Record | None
    since: float
    failures: int = 0
    start_again_at: float = 0.0

    def is_there(self) -> bool:
        """Whether the process or one of its own children lives."""
        return self.process.poll() is None or bool(processes.group_members(self.process.pid))


class Supervisor:
    """Parent of all processes of one claimed place; their list in run.json is always current.

    Used as a context: inside it Ctrl-C and SIGTERM ask to stop; at its end everything has ended.
    """

    def __init__(self, place: state.Place, *, is_quiet: bool = False) -> None:
        self.place = place
        self._is_quiet = is_quiet
        self._children: list[Child] = []
        self._stop = threading.Event()
        self._by_keyboard = False
        self._is_impatient = False

    def __enter__(self) -> Supervisor:
        """Listen to signals, and end what a killed start left."""
        leftovers.end(self.place)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self.status = self.place.read_status()
        self._write_status()
        return self

    def __exit__(self, *_: object) -> None:
        """End everything, whatever happened."""
        self._end_all()
        self.place.release()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._is_impatient = self._stop.is_set()
        self._by_keyboard = number == signal.SIGINT
        self._stop.set()

    def port(self, name: str) -> int:
        """A free port for a program: the one of the last start where possible."""
        self.status.ports[name] = ports.choose(self.status.ports.get(name))
        self._write_status()
        return self.status.ports[name]

    def publish_address(self, address: str) -> None:
        """Let other starts know that the web server answers here."""
        self.status.address = address
        self._write_status()

    def start(self, program: Program) -> None:
        """Start a program and write it down."""
        self._children.append(self._spawn(program))
        self._write_status()

    def _spawn(self, program: Program) -> Child:
        log = output.Log(program.name, self.place.log)
        with log.open_for(is_file_only=program.is_service) as stdout:
            process = subprocess.Popen(
                [str(word) for word in program.command],
                cwd="/" if program.account.name else paths.ROOT,
                env=dict(program.environment),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **program.account.as_keywords(),
            )
        log.follow(process.stdout, _ignore if self._is_quiet else log.show)
        record = processes.observe_started(process.pid, program.name)
        return Child(program, process, record, since=time.monotonic())

    def wait_until(self, name: str, is_ready: Callable[[], bool], seconds: float) -> None:
        """Wait until a program just started is ready; it must not end before.

        Raises CannotGoOnError when it ends or takes longer, StoppedError when asked to stop.
        """
        child = next(child for child in self._children if child.program.name == name)
        deadline = time.monotonic() + seconds
        pause = 0.05
        while not is_ready():
            self._stop_if_asked()
            if child.process.poll() is not None:
                raise self._not_ready(name, "ended before it was ready")
            if time.monotonic() > deadline:
                raise self._not_ready(name, f"was not ready after {seconds:.0f} s")
            time.sleep(pause)
            pause = min(pause * 1.2, 0.5)

    def _not_ready(self, name: str, what: str) -> console.CannotGoOnError:
        log = self.place.log / f"{name}.log"
        return console.CannotGoOnError(f"{name} {what}; see {log}:\n{output.tail(log)}")

    def _stop_if_asked(self) -> None:
        if self._stop.is_set():
            raise console.StoppedError

    def finish(self, name: str, command: Sequence[str | Path], env: Mapping[str, str]) -> list[str]:
        """Run a short program to its end and return the lines of its standard output.

        Raises CannotGoOnError when it fails, StoppedError when a person stops the job meanwhile.
        """
        self._stop_if_asked()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=paths.ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        lines: list[str] = []
        log = output.Log(name, self.place.log)
        log.follow(process.stdout, lines.append)
        while process.poll() is None:
            if self._stop.wait(0.05):
                processes.signal_group(process.pid, signal.SIGTERM)
                process.wait()
                raise console.StoppedError
        log.wait()
        if process.returncode:
            raise console.CannotGoOnError("\n".join([*lines, f"“{name}” failed, see above."]))
        return lines

    def attend(self, command: Sequence[str | Path], env: Mapping[str, str]) -> int:
        """Run a program in the foreground, with our terminal, and return its exit code.

        Ctrl-C reaches it directly; SIGTERM is passed on as Ctrl-C, so that it can say what it did. Whatever becomes of
        it, what it started and did not end is ended with it.
        """
        marked = {**env, **leftovers.mark(self.place)}
        process = subprocess.Popen([str(word) for word in command], cwd=paths.ROOT, env=marked)
        try:
            self._wait_for(process)
        finally:
            leftovers.end_marked(self.place)
        return process.returncode

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        is_told = False
        while process.poll() is None:
            time.sleep(0.05)
            if self._is_impatient:
                process.kill()
            elif self._stop.is_set() and not is_told:
                is_told = True
                if not self._by_keyboard:
                    process.send_signal(signal.SIGINT)

    def watch(self) -> None:
        """Return when a person asks to stop; until then start again what ends by itself."""
        while not self._stop.wait(0.3):
            for child in self._children:
                self._look_after(child)

    def _look_after(self, child: Child) -> None:
        if child.process.poll() is None:
            return
        now = time.monotonic()
        if not child.start_again_at:
            self._plan_restart(child, now)
        elif now >= child.start_again_at:
            self._restart(child)

    def _plan_restart(self, child: Child, now: float) -> None:
        processes.signal_group(child.process.pid, signal.SIGKILL)
        if now - child.since > STEADY_AFTER:
            child.failures = 0
        pause = min(2.0**child.failures, LONGEST_PAUSE)
        child.failures += 1
        child.start_again_at = now + pause
        code = child.process.returncode
        console.say(f"{child.program.name} ended by itself (code {code}); again in {pause:.0f} s")

    def _restart(self, child: Child) -> None:
        fresh = self._spawn(child.program)
        child.process, child.record, child.since = fresh.process, fresh.record, fresh.since
        child.start_again_at = 0.0
        self._write_status()

    def _end_all(self) -> None:
        """End all with their groups: apps together first, then services, the last started first."""
        if not self._is_quiet and self._stop.is_set():
            console.say("stopping (Ctrl-C once more: at once)")
        self._end([child for child in self._children if not child.program.is_service])
        for child in reversed(self._children):
            if child.program.is_service:
                self._end([child])
        self._children.clear()
        self.place.write_status(state.Status(ports=self.status.ports))

    def _end(self, children: list[Child]) -> None:
        for child in children:
            if child.process.poll() is None:
                processes.signal_leader(child.process.pid, child.program.polite)
        for child in children:
            self._wait_or_kill(child)

    def _wait_or_kill(self, child: Child) -> None:
        deadline = time.monotonic() + child.program.patience
        while child.is_there():
            if time.monotonic() > deadline or self._is_impatient:
                processes.signal_group(child.process.pid, signal.SIGKILL)
                child.process.wait()
                processes.wait_for_end(child.process.pid, 5)
                return
            time.sleep(0.05)

    def _write_status(self) -> None:
        self.status.supervisor = processes.observe_self("supervisor")
        self.status.processes = [child.record for child in self._children if child.record]
        self.place.write_status(self.status)


def _ignore(_line: str) -> None:
    """The terminal of a quiet supervisor."""
