"""The top of the house in Django."""

from __future__ import annotations

from django.apps import AppConfig


class SmmConfig(AppConfig):
    """Registers what only the whole knows."""

    name = "smm"
