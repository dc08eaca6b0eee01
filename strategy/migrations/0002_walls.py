"""The wall around goals."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("strategy", "0001_initial"), ("connections", "0002_walls"), ("accounts", "0002_walls")]
    operations = [Wall("Goal"), Keys("Goal")]
