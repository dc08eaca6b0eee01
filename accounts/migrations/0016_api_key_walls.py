"""The walls around keys of programs and their calls."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0015_api_keys")]
    operations = [Wall("ApiKey"), Keys("ApiKey"), Wall("ApiCall"), Keys("ApiCall")]
