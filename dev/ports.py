"""Choose TCP ports on the loopback address."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"
RANGE = (20_000, 30_000)
"""Below those that operating systems hand out, so that a chosen one stays free between starts."""


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    return not is_answering(port) and _can_be_bound(port)


def is_answering(port: int) -> bool:
    """Whether something accepts connections on this port."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def next_free(port: int) -> int:
    """The first free port above this one, to suggest to a person."""
    candidates = range(port + 1, min(port + 200, 65_536))
    return next((candidate for candidate in candidates if is_free(candidate)), 0) or choose(None)


def _can_be_bound(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose(remembered: int | None) -> int:
    """The port of the last start when it is still free, else a free one by chance."""
    if remembered and is_free(remembered):
        return remembered
    while True:
        port = random.randrange(*RANGE)
        if is_free(port):
            return port
