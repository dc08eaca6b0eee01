"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """See the room's docstring."""

    name = "connections"
    default_auto_field = "django.db.models.BigAutoField"
