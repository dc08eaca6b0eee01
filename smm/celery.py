"""The Celery application. The database is queue and clock; Celery is the doorbell."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smm.settings")

app = Celery("meydan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**kwargs: Any) -> None:
    """A worker whose role could pass the wall does not start."""
    import_string("core.checks.refuse_unsafe_role")()
