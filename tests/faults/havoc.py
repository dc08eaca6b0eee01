"""Havoc: every few seconds something is killed, stopped, cut or restarted, chosen by a seed."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Callable

from tests.faults.processes import Process
from tests.faults.proxy import FaultProxy
from tests.faults.scenario import Rule
from tests.faults.stage import Stage

PUBLISHERS = 2
PAUSES = (1.5, 3.5)
"""Seconds between two acts, some of which take seconds themselves."""
ANSWERS: tuple[Rule, ...] = (
    {"do": "error_before", "status": 503},
    {"do": "error_after", "status": 502},
    {"do": "silence_before", "seconds": 6},
    {"do": "silence_after", "seconds": 6},
    {"do": "reset_before"},
    {"do": "reset_after"},
    {"do": "4xx_after", "status": 400},
    {"do": "empty", "accepts": True},
    {"do": "html", "accepts": True},
    {"do": "wrong_account"},
    {"do": "slow", "seconds": 1},
    {"do": "rate_limited", "retry_after": 1},
    {"do": "expired"},
)
"""What the network does to the next sendings, whosever they are."""


class Havoc:
    """Owns the processes that it kills; `wreak` goes on until its time is up, `heal` leaves everything whole."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.done: Counter[str] = Counter()
        self._dice = random.Random(seed)
        self._ours = {name: stage.hire(name) for name in ("worker", "beat")}
        self._publishers = [stage.hire() for _ in range(PUBLISHERS)]
        stage.wait_for(*self._ours.values(), *self._publishers)
        self._acts: dict[str, tuple[int, Callable[[], None]]] = {
            "publisher killed": (8, lambda: self._replace(signal.SIGKILL)),
            "publisher deployed": (2, lambda: self._replace(signal.SIGTERM)),
            "publisher stopped": (5, self._stop_for_a_while),
            "beat killed": (1, lambda: self._replace_other("beat")),
            "worker killed": (1, lambda: self._replace_other("worker")),
            "queue killed": (2, self._kill_queue),
            "queue emptied": (1, lambda: void(stage.valkey.say("FLUSHALL"))),
            "database restarted": (2, self._restart_database),
            "database lines reset": (3, lambda: void(stage.database_proxy.reset_peer())),
            "database silent": (2, lambda: self._silence(stage.database_proxy)),
            "commits cut": (3, self._cut_commits),
            "network lines reset": (4, lambda: void(stage.network_proxy.reset_peer())),
            "network away": (2, self._network_away),
            "bad answers": (8, self._bad_answers),
        }

    def wreak(self, until: float) -> None:
        """One thing after another until this moment (time.monotonic)."""
        names, weights = list(self._acts), [weight for weight, _ in self._acts.values()]
        while time.monotonic() < until:
            name = self._dice.choices(names, weights)[0]
            self._acts[name][1]()
            self.done[name] += 1
            time.sleep(self._dice.uniform(*PAUSES))

    def heal(self) -> None:
        """Nothing is broken any more, and everybody works."""
        self.stage.database_proxy.clear()
        self.stage.network_proxy.clear()
        for process in (*self._publishers, *self._ours.values()):
            process.resume()
        self.stage.wait_for(*self._publishers)

    def end(self) -> None:
        """kill -9 of all."""
        self.stage.dismiss(*self._publishers, *self._ours.values())

    def _replace(self, number: signal.Signals) -> None:
        """The new one starts when the old one is hit, and takes its time."""
        old = self._publishers.pop(self._dice.randrange(PUBLISHERS))
        old.signal(number)
        self._publishers.append(self.stage.hire())

    def _replace_other(self, name: str) -> None:
        self._ours[name].kill()
        self._ours[name] = self.stage.hire(name)

    def _stop_for_a_while(self) -> None:
        sleeper: Process = self._dice.choice(self._publishers)
        sleeper.pause()
        time.sleep(self._dice.uniform(0.5, 4.0))
        sleeper.resume()

    def _kill_queue(self) -> None:
        self.stage.valkey.kill()
        time.sleep(self._dice.uniform(0.2, 3.0))
        self.stage.valkey.start()

    def _restart_database(self) -> None:
        if self.stage.kills_postgres:
            self.stage.postgres.restart(self._dice.choice((signal.SIGQUIT, signal.SIGKILL)))

    def _silence(self, proxy: FaultProxy) -> None:
        proxy.silence()
        time.sleep(self._dice.uniform(0.5, 2.5))
        proxy.silence(False)

    def _cut_commits(self) -> None:
        proxy = self.stage.database_proxy
        cut = self._dice.choice((proxy.cut_after_commit, proxy.cut_before_commit))
        cut(nth=self._dice.randint(1, 5), containing="calendar_app_", times=self._dice.randint(1, 4))

    def _network_away(self) -> None:
        self.stage.network_proxy.outage(True)
        time.sleep(self._dice.uniform(0.2, 2.0))
        self.stage.network_proxy.outage(False)

    def _bad_answers(self) -> None:
        rule = self._dice.choice(ANSWERS)
        self.stage.network.rules_add([{"on": "posts", **rule, "times": self._dice.randint(2, 12)}])


def void(_: object) -> None:
    """An act returns nothing."""
