"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from core import http


class CoreConfig(AppConfig):
    """Registers the start-up checks and tells the HTTP client which origins pass its guard."""

    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        http.configure(allow_origins=settings.HTTP_ALLOW_ORIGINS)
