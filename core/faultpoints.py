"""Places where a test may kill, stop, delay or starve this process; no-ops unless FAULTPOINTS is set at
start.

FAULTPOINTS is a list such as `C2=kill;C3=sleep:3;C1=kill@2`: at C2 the process kills itself, at C3
it sleeps three seconds, at C1 it kills itself at the second pass only. Actions: `kill` (SIGKILL),
`stop` (SIGSTOP), `sleep:<seconds>`, `hoard` (take memory until there is no more); `@<n>` limits an
action to the n-th pass, counted over all threads.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Literal, NoReturn

Name = Literal["C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C9a", "C9b"]

HOARDED_BYTES = 8 * 1024 * 1024
_ORDER = re.compile(
    r"(?P<name>C[0-8]|C9[ab]?)=(?P<action>kill|stop|hoard|sleep:(?P<seconds>\d+(?:\.\d+)?))(?:@(?P<pass>[1-9]\d*))?"
)


@dataclass(frozen=True, slots=True)
class Order:
    """What happens at one point; `at_pass` 0 means at every pass."""

    action: str
    seconds: float = 0.0
    at_pass: int = 0


def parse(text: str) -> dict[str, Order]:
    """Orders by the name of their point. Raises ValueError for anything misspelt or repeated."""
    orders: dict[str, Order] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        match = _ORDER.fullmatch(part)
        if match is None or match["name"] in orders:
            raise ValueError(f"FAULTPOINTS: cannot use {part!r}")
        action = match["action"].partition(":")[0]
        seconds, at_pass = float(match["seconds"] or 0), int(match["pass"] or 0)
        orders[match["name"]] = Order(action, seconds, at_pass)
    return orders


_orders = parse(os.environ.get("FAULTPOINTS", ""))
_passes: Counter[str] = Counter()
_lock = threading.Lock()


def faultpoint(name: Name) -> None:
    """Mark a place where a crash must be survivable (C0 to C9, C9a and C9b); costs one dictionary test in
    production.
    """
    if not _orders:
        return
    order = _orders.get(name)
    if order is None:
        return
    with _lock:
        _passes[name] += 1
        due = order.at_pass in (0, _passes[name])
    if due:
        _obey(order)


def _obey(order: Order) -> None:
    if order.action == "sleep":
        time.sleep(order.seconds)
        return
    if order.action == "hoard":
        _hoard()
    os.kill(os.getpid(), signal.SIGKILL if order.action == "kill" else signal.SIGSTOP)


def _hoard() -> NoReturn:
    """Take memory until the system ends this process or refuses more (MemoryError)."""
    held = []
    while True:
        held.append(b"\1" * HOARDED_BYTES)  # written to, so that the system really gives it
