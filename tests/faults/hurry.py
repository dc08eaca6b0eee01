"""Times that are no settings, made shorter in the harness's workers as the settings are (stage.FAST)."""

from __future__ import annotations

from datetime import timedelta

from connections.models import Channel
from connections.services import renewing
from core.outbox import watch
from networks import wire
from networks.errors import Busy, NetworkError
from smm.celery import app

RAREST_TICK_SECONDS = 3.0
HURRIED = ("sweep", "watch")
"""The ticks that posts and replies wait for (smm/ticks.py); what else is rung costs as much as for people."""
UNTOLD_WAIT_SECONDS = 2.0
"""Where a network is busy and does not tell for how long; people get 30 or 60 s."""
SILENT_BELL_SECONDS = 2.0
RENEWER_LEASE = timedelta(seconds=4.5)
"""Longer than a call may take, as for people (45 s)."""
RENEWER_PATIENCE = 1.0

_later = renewing._later


def hurry() -> None:
    """Once, at the start of a process."""
    for name in HURRIED:
        app.conf.beat_schedule[name]["schedule"] = RAREST_TICK_SECONDS
    wire._DEFAULT_WAIT = UNTOLD_WAIT_SECONDS
    (Busy.__init__.__kwdefaults__ or {})["retry_after"] = UNTOLD_WAIT_SECONDS
    watch.PATIENCE = SILENT_BELL_SECONDS
    renewing.LEASE, renewing.PATIENCE = RENEWER_LEASE, RENEWER_PATIENCE
    renewing._later = sooner


def sooner(channel: Channel, error: NetworkError) -> Busy:
    """A renewal that failed is tried again after some seconds, unless the network told when."""
    busy = _later(channel, error)
    if not isinstance(error, Busy):
        busy.retry_after = UNTOLD_WAIT_SECONDS
    return busy
