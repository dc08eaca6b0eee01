"""The room's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    """See the room's docstring."""

    name = "media_library"
    default_auto_field = "django.db.models.BigAutoField"
