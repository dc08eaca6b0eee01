"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AnalyticsConfig(AppConfig):
    """Tells the rooms below what this room knows."""

    name = "analytics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once, when all models are there."""
        import_string("analytics.registrations.register")()
