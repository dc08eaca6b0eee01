"""A sign of life for processes that answer no address: a file that is touched while they run."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from core import environment as env

STEP_SECONDS = 5.0


def begin() -> None:
    """Touch the file that MEYDAN_PULSE names every five seconds from now on; nothing where none is named.

    It says that the process runs, as /healthz does, and not that it finds work: that is told by /status and /metrics.
    """
    path = env.text("MEYDAN_PULSE")
    if path:
        threading.Thread(target=_beat, args=[Path(path)], name="pulse", daemon=True).start()


def age() -> float:
    """Seconds since the last sign; infinite where there is none."""
    path = env.text("MEYDAN_PULSE")
    try:
        return time.time() - Path(path).stat().st_mtime if path else float("inf")
    except OSError:
        return float("inf")


def _beat(path: Path) -> None:
    while True:
        path.touch()
        time.sleep(STEP_SECONDS)
