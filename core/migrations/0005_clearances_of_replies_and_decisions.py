"""Yeses to replies, by rule and by decision; more kinds of doors."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("core", "0004_unsubscribe_doors_and_event_times"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="clearance",
            name="clearance_once",
        ),
        migrations.RemoveConstraint(
            model_name="clearance",
            name="clearance_kind",
        ),
        migrations.AddField(
            model_name="clearance",
            name="covers",
            field=models.CharField(
                choices=[("post", "Post"), ("reply", "Reply")],
                db_default="post",
                default="post",
                max_length=5,
            ),
        ),
        migrations.AlterField(
            model_name="clearance",
            name="kind",
            field=models.CharField(
                choices=[
                    ("exempt", "The brand needs no approval"),
                    ("rule", "A rule of the brand says yes to what this person sends"),
                    ("decision", "People said yes"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="door",
            name="kind",
            field=models.CharField(
                choices=[
                    ("brand", "Brand address"),
                    ("organization", "Organization address"),
                    ("invitation", "Invitation"),
                    ("unsubscribe", "Link at a mail's end"),
                    ("review", "Link to a decision"),
                    ("guest", "A guest's own link"),
                    ("hook", "Where a network tells us of a channel"),
                    ("api_key", "Key of a program"),
                    ("share", "Shared numbers"),
                    ("short", "Short link"),
                    ("report", "A report's recipient"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("live", True)),
                fields=("organization", "content_hash", "channel_id", "covers", "kind"),
                name="clearance_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["exempt", "rule", "decision"])), name="clearance_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("covers__in", ["post", "reply"])), name="clearance_covers"
            ),
        ),
    ]
