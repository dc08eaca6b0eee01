"""Whose replies need a yes before they go out."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("accounts", "0012_alt_required"),
    ]

    operations = [
        migrations.AddField(
            model_name="brandpolicy",
            name="reply_approval",
            field=models.CharField(
                choices=[
                    ("none", "Nobody's"),
                    ("others", "Those of people who may not approve themselves"),
                    ("all", "Everybody's"),
                ],
                db_default="all",
                default="all",
                max_length=6,
            ),
        ),
    ]
