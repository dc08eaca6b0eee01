"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig


class CalendarAppConfig(AppConfig):
    """See the room's docstring."""

    name = "calendar_app"
    default_auto_field = "django.db.models.BigAutoField"
