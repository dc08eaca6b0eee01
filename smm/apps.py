"""The top of the house in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class SmmConfig(AppConfig):
    """Registers what only the whole knows."""

    name = "smm"

    def ready(self) -> None:
        """Called by Django when all rooms are loaded."""
        import_string("smm.places.register_all")()
        import_string("smm.checks.register")()
        import_string("smm.openapi.KeyScheme")  # the description finds it by its class
