"""A network that limits our whole program is left alone until its time is over, whatever the account and the worker.

What one worker hears stands in the database, by the database's clock; every worker looks there at most twice a second.
"""

from __future__ import annotations

import threading
import time

from django.db import connection

from networks.errors import Busy

NAME = "network_rest"
LOOK_EVERY = 0.5

REST = """
INSERT INTO core_tally (name, label, minute, value)
VALUES (%s, %s, NULL, extract(epoch FROM clock_timestamp()) + %s)
ON CONFLICT (name, label, minute) DO UPDATE SET value = GREATEST(core_tally.value, EXCLUDED.value)
"""
LEFT = """
SELECT label, value - extract(epoch FROM clock_timestamp()) FROM core_tally
WHERE name = %s AND minute IS NULL AND value > extract(epoch FROM clock_timestamp())
"""


class Rests:
    """Until when which servers are left alone, in this process's monotonic seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}
        self._looked = float("-inf")

    def left(self, label: str) -> float:
        """For how many seconds more; 0 or less when it may be asked."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked < LOOK_EVERY:
                return self._until.get(label, now) - now
            self._looked = now
        found = self._read()
        with self._lock:
            self._until = {name: now + float(seconds) for name, seconds in found}
            return self._until.get(label, now) - now

    def forget(self) -> None:
        """Look anew at the next question."""
        with self._lock:
            self._looked = float("-inf")

    def _read(self) -> list[tuple[str, float]]:
        with connection.cursor() as cursor:
            cursor.execute(LEFT, [NAME])
            return list(cursor.fetchall())


_rests = Rests()


def rest(network: str, origin: str, seconds: float) -> None:
    """Ask nothing of this server of the network for `seconds`, from any worker."""
    with connection.cursor() as cursor:
        cursor.execute(REST, [NAME, _label(network, origin), seconds])
    _rests.forget()


def refuse_while_resting(network: str, origin: str) -> None:
    """Raises Busy, without any call, while the server must be left alone."""
    left = _rests.left(_label(network, origin))
    if left > 0:
        raise Busy("network_resting", retry_after=left)


def _label(network: str, origin: str) -> str:
    return f"{network} {origin}"[:120]
