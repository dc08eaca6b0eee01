"""How often the database refused to let a statement past the wall: always a mistake of ours, so it is counted."""

from __future__ import annotations

import threading

INSUFFICIENT_PRIVILEGE = "42501"

_lock = threading.Lock()
_seen = [0]


def notice(error: BaseException) -> None:
    """Count an error of the database if it is a refusal."""
    if getattr(error.__cause__, "pgcode", None) == INSUFFICIENT_PRIVILEGE:
        with _lock:
            _seen[0] += 1


def any_seen() -> bool:
    """Whether there is something to take."""
    return bool(_seen[0])


def take() -> int:
    """How many there were since the last time."""
    with _lock:
        found, _seen[0] = _seen[0], 0
    return found
