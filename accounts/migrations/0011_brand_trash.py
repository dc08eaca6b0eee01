"""Brands have a trash, and know whether they were made with example data."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0010_team_walls")]
    operations = [
        migrations.AddField("brand", "is_demo", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("brand", "trashed_at", models.DateTimeField(blank=True, null=True)),
    ]
