"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from activity.mail import server


class ActivityConfig(AppConfig):
    """Registers who serves the lanes of mail; an EMAIL_URL that cannot be used refuses the start."""

    name = "activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Called by Django when all rooms are loaded."""
        server.parse(settings.EMAIL_URL)
        checks.register(import_string("activity.checks.mails_have_a_server"))
        import_string("activity.registrations.register")()
