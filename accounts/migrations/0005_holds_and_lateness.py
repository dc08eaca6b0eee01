"""Holds, and what becomes of late posts."""

from __future__ import annotations

import core.tenancy.keys
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("accounts", "0004_user_theme"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel_id", models.UUIDField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="brandpolicy",
            name="late_action",
            field=models.CharField(
                choices=[
                    ("publish", "Publish it anyway"),
                    ("hold", "Hold it and ask"),
                    ("expire", "Let it expire"),
                ],
                db_default="hold",
                default="hold",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="brandpolicy",
            name="late_minutes",
            field=models.PositiveIntegerField(db_default=120, default=120),
        ),
        migrations.AddConstraint(
            model_name="brandpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("late_minutes__gte", 1), ("late_minutes__lte", 10080)),
                name="brandpolicy_late",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="brand",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.brand",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="started_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="team",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.team",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organization", "team", "brand", "channel_id"),
                name="hold_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("team", None), models.Q(("brand", None), ("channel_id", None)), _connector="OR"
                    ),
                    models.Q(("channel_id", None), ("brand__isnull", False), _connector="OR"),
                ),
                name="hold_target",
            ),
        ),
    ]
