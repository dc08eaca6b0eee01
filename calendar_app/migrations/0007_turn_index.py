"""The next row of a lane is found by one step, however many are due at the same instant."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("accounts", "0006_hold_wall"),
        ("calendar_app", "0006_seen_across_the_wall"),
        ("connections", "0003_seen_across_the_wall"),
        ("core", "0003_pauses_installation_tally"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="delivery",
            name="delivery_due",
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "unsure", "accepted"))),
                fields=["organization", "channel", "due_at", "id"],
                name="delivery_turn",
            ),
        ),
    ]
