"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from networks import sandbox


class ConnectionsConfig(AppConfig):
    """Tells the practice network where its server runs."""

    name = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        sandbox.configure(settings.SANDBOX_ORIGIN)
