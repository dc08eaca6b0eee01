"""The tables of the room."""

import core.tenancy.keys
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0014_gate_of_replies"),
        ("calendar_app", "0011_gate_of_posts"),
        ("connections", "0005_channels_of_members_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ShortLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=16)),
                ("address", models.URLField(max_length=2000)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShortClick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "link",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clicks",
                        to="analytics.shortlink",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BrandPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grain",
                    models.CharField(choices=[("d", "Day"), ("w", "Week"), ("m", "Month")], max_length=1),
                ),
                ("first", models.DateField()),
                ("views", models.BigIntegerField(null=True)),
                ("views_gaps", models.SmallIntegerField(default=0)),
                ("reach", models.BigIntegerField(null=True)),
                ("reach_gaps", models.SmallIntegerField(default=0)),
                ("likes", models.BigIntegerField(null=True)),
                ("likes_gaps", models.SmallIntegerField(default=0)),
                ("comments", models.BigIntegerField(null=True)),
                ("comments_gaps", models.SmallIntegerField(default=0)),
                ("shares", models.BigIntegerField(null=True)),
                ("shares_gaps", models.SmallIntegerField(default=0)),
                ("saves", models.BigIntegerField(null=True)),
                ("saves_gaps", models.SmallIntegerField(default=0)),
                ("clicks", models.BigIntegerField(null=True)),
                ("clicks_gaps", models.SmallIntegerField(default=0)),
                ("video_views", models.BigIntegerField(null=True)),
                ("video_views_gaps", models.SmallIntegerField(default=0)),
                ("rated_engagements", models.BigIntegerField(null=True)),
                ("rated_reach", models.BigIntegerField(null=True)),
                ("rated_gaps", models.SmallIntegerField(default=0)),
                ("followers", models.BigIntegerField(null=True)),
                ("followers_gaps", models.SmallIntegerField(default=0)),
                ("growth", models.BigIntegerField(null=True)),
                ("growth_gaps", models.SmallIntegerField(default=0)),
                ("as_of", models.DateTimeField(null=True)),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "brand", "grain", "first"), name="brandperiod_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("followers", models.BigIntegerField(null=True)),
                ("following", models.BigIntegerField(null=True)),
                ("posts", models.BigIntegerField(null=True)),
                ("views", models.BigIntegerField(null=True)),
                ("reach", models.BigIntegerField(null=True)),
                ("profile_visits", models.BigIntegerField(null=True)),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "channel",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.channel",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "channel", "day"), name="channelday_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grain",
                    models.CharField(choices=[("d", "Day"), ("w", "Week"), ("m", "Month")], max_length=1),
                ),
                ("first", models.DateField()),
                ("views", models.BigIntegerField(null=True)),
                ("views_gaps", models.SmallIntegerField(default=0)),
                ("reach", models.BigIntegerField(null=True)),
                ("reach_gaps", models.SmallIntegerField(default=0)),
                ("likes", models.BigIntegerField(null=True)),
                ("likes_gaps", models.SmallIntegerField(default=0)),
                ("comments", models.BigIntegerField(null=True)),
                ("comments_gaps", models.SmallIntegerField(default=0)),
                ("shares", models.BigIntegerField(null=True)),
                ("shares_gaps", models.SmallIntegerField(default=0)),
                ("saves", models.BigIntegerField(null=True)),
                ("saves_gaps", models.SmallIntegerField(default=0)),
                ("clicks", models.BigIntegerField(null=True)),
                ("clicks_gaps", models.SmallIntegerField(default=0)),
                ("video_views", models.BigIntegerField(null=True)),
                ("video_views_gaps", models.SmallIntegerField(default=0)),
                ("rated_engagements", models.BigIntegerField(null=True)),
                ("rated_reach", models.BigIntegerField(null=True)),
                ("rated_gaps", models.SmallIntegerField(default=0)),
                ("followers", models.BigIntegerField(null=True)),
                ("followers_gaps", models.SmallIntegerField(default=0)),
                ("growth", models.BigIntegerField(null=True)),
                ("growth_gaps", models.SmallIntegerField(default=0)),
                ("as_of", models.DateTimeField(null=True)),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "channel",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.channel",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization", "brand", "grain", "first"], name="channelperiod_brand"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "channel", "grain", "first"), name="channelperiod_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureCursor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                ("rest_until", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                ("totals", models.JSONField(default=dict)),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "channel",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.channel",
                    ),
                ),
                (
                    "delivery",
                    core.tenancy.keys.WalledKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.delivery",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["organization", "channel", "due_at"],
                        name="measurecursor_due",
                    ),
                    models.Index(
                        condition=models.Q(("delivery__isnull", False)),
                        fields=["organization", "brand", "since"],
                        name="measurecursor_since",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "channel", "delivery"),
                        name="measurecursor_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("views", models.BigIntegerField(null=True)),
                ("reach", models.BigIntegerField(null=True)),
                ("likes", models.BigIntegerField(null=True)),
                ("comments", models.BigIntegerField(null=True)),
                ("shares", models.BigIntegerField(null=True)),
                ("saves", models.BigIntegerField(null=True)),
                ("clicks", models.BigIntegerField(null=True)),
                ("video_views", models.BigIntegerField(null=True)),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "delivery",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.delivery",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "delivery", "day"), name="postday_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("first", models.DateField(blank=True, null=True)),
                ("last", models.DateField(blank=True, null=True)),
                ("pin", models.CharField(blank=True, max_length=128)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "brand",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "channel",
                    core.tenancy.keys.WalledKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.channel",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "brand", "-created_at"], name="sharelink_brand")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days__isnull", False), ("first", None), ("last", None)),
                            models.Q(("days", None), ("first__isnull", False), ("last__isnull", False)),
                            _connector="OR",
                        ),
                        name="sharelink_span",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="shortlink",
            index=models.Index(fields=["organization", "brand", "-created_at"], name="shortlink_brand"),
        ),
        migrations.AddConstraint(
            model_name="shortlink",
            constraint=models.UniqueConstraint(fields=("organization", "code"), name="shortlink_code"),
        ),
        migrations.AddConstraint(
            model_name="shortclick",
            constraint=models.UniqueConstraint(
                fields=("organization", "link", "day"), name="shortclick_once"
            ),
        ),
    ]
