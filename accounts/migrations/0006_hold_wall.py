"""The wall around holds."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0005_holds_and_lateness")]
    operations = [Wall("Hold"), Keys("Hold")]
