"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    """Gives the room's events their words, and its sealed values their way to a new key."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once, when all models are there."""
        import_string("accounts.deeds.register")()
        import_string("accounts.second_factor_keys.register")()
