"""The dead man's switch: an outside monitor that hears from us once a minute calls somebody when it does not."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings

from calendar_app.publishing import lateness
from core import http
from core.http.errors import HttpError

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
TIMEOUT = http.Timeout(connect=5.0, total=10.0)

_lock = threading.Lock()
_asked = [float("-inf")]


def beat() -> bool:
    """Ask the address MEYDAN_HEARTBEAT_URL, once a minute; not while posts have been overdue for two minutes.

    Returns whether the monitor heard us. Never fails. The address is a secret and stands in no log.
    """
    if not settings.HEARTBEAT_URL or not _is_time() or lateness.is_alarming():
        return False
    try:
        answer = http.request("GET", settings.HEARTBEAT_URL, timeout=TIMEOUT, max_bytes=100_000)
    except HttpError as error:
        log.warning("heartbeat_not_heard", extra={"error": type(error).__name__})
        return False
    if answer.status >= 400:
        log.warning("heartbeat_not_heard", extra={"status": answer.status})
    return answer.status < 400


def _is_time() -> bool:
    """Whether this process has not asked for a minute; then it is taken as asked."""
    with _lock:
        now = time.monotonic()
        if now - _asked[0] < EVERY_SECONDS - 1:
            return False
        _asked[0] = now
    return True
