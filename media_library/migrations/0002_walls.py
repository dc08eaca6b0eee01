"""The wall around files."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("media_library", "0001_initial"), ("accounts", "0002_walls")]
    operations = [
        Wall("Asset"),
        Keys("Asset"),
    ]
