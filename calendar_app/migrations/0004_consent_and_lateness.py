"""When a person consented to lateness, when people were told of it, and more reasons to hold."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("calendar_app", "0003_gate"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="consented_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="told_late_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="held_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reconnect", "Reconnect"),
                    ("withdrawn", "Withdrawn"),
                    ("person", "Person"),
                    ("paused", "Paused"),
                    ("late", "Late"),
                    ("restored", "Restored"),
                    ("broken", "Broken"),
                ],
                max_length=10,
            ),
        ),
    ]
