"""A network that limits our whole program is left alone by this process until its time is over, whatever the account."""

from __future__ import annotations

import threading
import time

from networks.errors import Busy

_until: dict[tuple[str, str], float] = {}
_lock = threading.Lock()


def rest(network: str, origin: str, seconds: float) -> None:
    """Ask nothing of this server of the network for `seconds`."""
    with _lock:
        until = time.monotonic() + seconds
        _until[network, origin] = max(until, _until.get((network, origin), until))


def refuse_while_resting(network: str, origin: str) -> None:
    """Raises Busy, without any call, while the server must be left alone."""
    left = _until.get((network, origin), 0.0) - time.monotonic()
    if left > 0:
        raise Busy("network_resting", retry_after=left)
