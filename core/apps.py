"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core import crypto, http


class CoreConfig(AppConfig):
    """Refuses unusable keys and tells the HTTP client which origins pass its guard."""

    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Raises ImproperlyConfigured when nothing could be encrypted."""
        try:
            crypto.parse_keys(settings.TOKEN_KEYS)
        except ValueError as error:
            raise ImproperlyConfigured(f"TOKEN_KEYS cannot be used: {error}") from error
        http.configure(allow_origins=settings.HTTP_ALLOW_ORIGINS, seconds=settings.HTTP_SECONDS)
