"""Wrong wall clocks in workers. The monotonic clock goes on, as it does where an operator or NTP sets the time.

Debian's faketime does the same for whole processes, but breaks `time.sleep` of Python 3.11.
"""

from __future__ import annotations

import threading
import time

import time_machine


def skew(order: str) -> None:
    """`+600`: this process's clock is ten minutes ahead; `-3600@6`: after six seconds it is set back by an hour."""
    offset, _, after = order.partition("@")
    if after:
        later = threading.Timer(float(after), _set, [float(offset)])
        later.daemon = True
        later.start()
    elif offset:
        _set(float(offset))


def _set(offset: float) -> None:
    time_machine.travel(time.time() + offset, tick=True).start()
