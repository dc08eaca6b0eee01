"""Serving without the bell: when nobody rings any more, or every hand of this process hangs, lanes are served all the same.

One thread in each worker. It makes a dead broker or a dead beat harmless to what is due: the database is the queue.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error, connection

from core.outbox import serving

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds without a ring after which we look ourselves; the bell rings every second or two."""
STEP = 1.0


class Watch:
    """Looks once a second. While the bell is heard, or hands of this process still take lanes, it does nothing."""

    def __init__(self, kinds: list[str]) -> None:
        self.kinds = kinds
        self._heard = time.monotonic()
        self._is_silent = False
        self._hands: list[threading.Thread] = []

    def heard(self) -> None:
        """The bell rang."""
        self._heard = time.monotonic()
        self._is_silent = False

    def begin(self) -> None:
        """Look for ever, in a thread that does not keep the process alive."""
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def look(self) -> int:
        """Send hands to the due lanes if nobody else does; returns how many were sent."""
        if time.monotonic() - self._heard < PATIENCE or serving.idle(self.kinds) < STEP:
            return 0
        self._say_once()
        self._hands = [hand for hand in self._hands if hand.is_alive()]
        wanted = min(serving.hands_wanted(self.kinds) + 1, serving.HANDS - len(self._hands))
        for _ in range(wanted):
            hand = threading.Thread(target=self._serve, name="watch-hand", daemon=True)
            self._hands.append(hand)
            hand.start()
        return max(wanted, 0)

    def _run(self) -> None:
        while True:
            time.sleep(STEP)
            try:
                connection.close_if_unusable_or_obsolete()
                self.look()
            except Error as error:
                log.warning("watch_without_database", extra={"error": repr(error)})
                connection.close()

    def _serve(self) -> None:
        try:
            serving.drain(self.kinds)
        except Error as error:
            log.warning("hand_without_database", extra={"error": repr(error)})
        finally:
            connection.close()

    def _say_once(self) -> None:
        if not self._is_silent:
            self._is_silent = True
            log.error("bell_silent", extra={"kinds": self.kinds})


_watches: dict[tuple[str, ...], Watch] = {}


def heard(kinds: list[str]) -> None:
    """The bell rang for lanes of these kinds."""
    watch = _watches.get(tuple(kinds))
    if watch is not None:
        watch.heard()


def begin(kinds: list[str]) -> None:
    """Watch over lanes of these kinds from now on; called once when a worker is ready."""
    watch = _watches[tuple(kinds)] = Watch(kinds)
    watch.begin()
