"""The wall around days, periods, cursors and links."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall

MODELS = [
    "PostDay",
    "ChannelDay",
    "ChannelPeriod",
    "BrandPeriod",
    "MeasureCursor",
    "ShareLink",
    "ShortLink",
    "ShortClick",
]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("analytics", "0001_initial"),
        ("calendar_app", "0002_walls"),
        ("connections", "0002_walls"),
    ]
    operations = [*(Wall(model) for model in MODELS), *(Keys(model) for model in MODELS)]
