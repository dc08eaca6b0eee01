"""Whom a new comment is for in a brand, as long as its writer does not choose."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0016_api_key_walls")]
    operations = [
        migrations.AddField(
            model_name="brand",
            name="talks_to_client",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
