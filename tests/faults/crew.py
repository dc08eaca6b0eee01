"""The standing crew: one publisher, one worker for the rest, one beat. A publisher that was killed has a stand-in ready."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.faults.processes import Process
from tests.faults.stage import Stage


class Crew:
    """Processes that stay from scenario to scenario; `variant` names what they run (variants.py), "" the engine itself."""

    def __init__(self, stage: Stage, variant: str = "") -> None:
        self._stage = stage
        self.variant = variant
        self._others: dict[str, Process] = {}
        self._publisher: Process | None = None
        self._stand_in: tuple[Process, Path] | None = None

    @property
    def publisher(self) -> Process:
        """The standing publisher, started when there is none."""
        if self._publisher is None or not self._publisher.is_alive:
            self.call_stand_in()
        assert self._publisher is not None
        return self._publisher

    def be_there(self) -> None:
        """All three work."""
        self.ring()
        self._stage.wait_for(self.publisher, self._others["worker"])

    def ring(self) -> None:
        """Beat and the worker for the rest are there; nobody publishes by this."""
        for name in ("worker", "beat"):
            if name not in self._others or not self._others[name].is_alive:
                self._others[name] = self.hire(name)

    def hire(self, name: str, **options: Any) -> Process:
        """One more of them."""
        return self._stage.hire(name, FAULTS_VARIANT=self.variant, **options)

    def leave(self) -> None:
        """kill -9 of all."""
        stand_in = [self._stand_in[0]] if self._stand_in else []
        publisher = [self._publisher] if self._publisher else []
        self._stage.dismiss(*self._others.values(), *publisher, *stand_in)
        self._others, self._publisher, self._stand_in = {}, None, None

    def beat(self) -> Process:
        """The process that rings."""
        self.ring()
        return self._others["beat"]

    def send_publisher_away(self) -> None:
        """kill -9 of the standing publisher; a stand-in loads meanwhile and waits."""
        if self._publisher is not None:
            self._publisher.kill()
            self._publisher = None
        self.prepare_stand_in()

    def prepare_stand_in(self) -> None:
        """Load a publisher that takes no work yet."""
        if self._stand_in is None or not self._stand_in[0].is_alive:
            gate = self._stage.folder / f"gate-{len(self._stage.processes)}"
            self._stand_in = (self.hire("publish", gate=gate), gate)

    def call_stand_in(self) -> Process:
        """The stand-in becomes the standing publisher; returns when it listens."""
        self.prepare_stand_in()
        assert self._stand_in is not None
        process, gate = self._stand_in
        gate.touch()
        self._publisher, self._stand_in = process, None
        self._stage.wait_for(process)
        return process
