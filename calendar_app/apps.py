"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class CalendarAppConfig(AppConfig):
    """Registers who serves channels' lanes, and what happens to posts when a channel comes back or goes."""

    name = "calendar_app"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once, when all models are there."""
        import_string("calendar_app.registrations.register")()
