"""The wall around ledger and clearances; the ledger is append-only."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import AppendOnly, Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("core", "0001_initial"), ("accounts", "0002_walls")]
    operations = [
        Wall("Event"),
        AppendOnly("Event"),
        Wall("Clearance"),
        Keys("Clearance"),
    ]
