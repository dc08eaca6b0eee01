"""What `manage.py check` says about mails."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning


def mails_have_a_server(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In production mails need a server: without EMAIL_URL they are only written to a folder."""
    if settings.DEVELOPMENT or settings.EMAIL_URL:
        return []
    hint = "Set EMAIL_URL, for example smtp://user:password@mail.example.com:587?tls=1"
    return [Warning("EMAIL_URL is not set: mails reach nobody.", hint=hint, id="activity.W001")]
