"""Pauses of lanes, which database this is, and counts."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("core", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="lane",
            name="paused_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lane",
            name="stumbles",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("system_identifier", models.BigIntegerField()),
                ("timeline", models.BigIntegerField()),
                ("database_oid", models.BigIntegerField()),
                ("restored_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_is_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("label", models.CharField(blank=True, max_length=120)),
                ("minute", models.DateTimeField(blank=True, null=True)),
                ("value", models.FloatField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("minute__isnull", False)), fields=["minute"], name="tally_minute"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "label", "minute"), name="tally_once", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
