"""The whole: settings, addresses, ticks. Above all rooms; no room imports it."""

from __future__ import annotations

from smm.celery import app as celery_app

__all__ = ["celery_app"]
