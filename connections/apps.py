"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ConnectionsConfig(AppConfig):
    """Registers the room's place and notices, and tells the practice network where its server runs."""

    name = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once, when all models are there."""
        import_string("connections.registrations.register")()
