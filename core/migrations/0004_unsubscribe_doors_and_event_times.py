"""Doors of the links at the ends of mails; the index of the page of all that happened."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("core", "0003_pauses_installation_tally"),
    ]

    operations = [
        migrations.AlterField(
            model_name="door",
            name="kind",
            field=models.CharField(
                choices=[
                    ("brand", "Brand address"),
                    ("organization", "Organization address"),
                    ("invitation", "Invitation"),
                    ("unsubscribe", "Link at a mail's end"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["organization_id", "-at", "-id"], name="event_at"),
        ),
    ]
