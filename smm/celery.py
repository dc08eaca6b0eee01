"""The Celery application. The database is queue and clock; Celery is the doorbell."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import (
    beat_init,
    setup_logging,
    worker_init,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)
from django.utils.module_loading import import_string

from core import pulse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smm.settings")

app = Celery("meydan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Somebody hears this signal, so Celery leaves levels and handlers alone; else info lines of workers were lost."""


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**kwargs: Any) -> None:
    """A worker whose role could pass the wall does not start."""
    import_string("core.checks.refuse_unsafe_role")()
    pulse.begin()


@worker_shutdown.connect
def write_counts(**kwargs: Any) -> None:
    """What was counted in the last seconds is not lost when a worker is told to stop."""
    import_string("core.tally.flush")()


@worker_ready.connect
def watch_lanes(**kwargs: Any) -> None:
    """What this worker serves is served even when nobody rings."""
    begin = import_string("core.outbox.watch.begin")
    queues = import_string("core.tasks.LANES")
    for name in app.amqp.queues.consume_from:
        if name in queues:
            begin(queues[name])


@worker_shutting_down.connect
def finish_lanes(**kwargs: Any) -> None:
    """A worker that is asked to end finishes the rows in its hands and takes no more."""
    import_string("core.outbox.serving.close")()
