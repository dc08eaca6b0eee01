"""The wall around channels and their secrets."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("connections", "0001_initial"), ("accounts", "0002_walls")]
    operations = [
        Wall("Channel"),
        Wall("Credential"),
        Keys("Channel"),
        Keys("Credential"),
    ]
