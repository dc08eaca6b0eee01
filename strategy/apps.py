"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class StrategyConfig(AppConfig):
    """Registers the room's words for the ledger."""

    name = "strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once, when all models are there."""
        import_string("strategy.registrations.register")()
