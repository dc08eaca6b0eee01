"""Folders, tags, crops, videos, uploads in pieces, and the room that files take."""

from __future__ import annotations

import core.tenancy.keys
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_alt_required"),
        ("media_library", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Space",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("media_bytes", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                ("received", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("receiving", "Arriving"),
                            ("taking", "Being prepared"),
                            ("done", "Ready"),
                            ("refused", "Refused"),
                        ],
                        default="receiving",
                        max_length=10,
                    ),
                ),
                ("problem", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="asset",
            name="alt_waived",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="asset",
            name="duration_ms",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="asset",
            name="focal_x",
            field=models.FloatField(default=0.5),
        ),
        migrations.AddField(
            model_name="asset",
            name="focal_y",
            field=models.FloatField(default=0.5),
        ),
        migrations.AddField(
            model_name="asset",
            name="folded",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="asset",
            name="kind",
            field=models.CharField(
                choices=[("picture", "Picture"), ("video", "Video")], default="picture", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="asset",
            name="original_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="asset",
            name="tags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("byte_size", models.BigIntegerField()),
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
            name="Crop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ratio", models.CharField(max_length=8)),
                ("x", models.FloatField()),
                ("y", models.FloatField()),
                ("w", models.FloatField()),
                ("h", models.FloatField()),
                (
                    "asset",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crops",
                        to="media_library.asset",
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="Folder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=160)),
                ("depth", models.PositiveSmallIntegerField(default=1)),
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
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "parent",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="media_library.folder",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="asset",
            name="folder",
            field=core.tenancy.keys.WalledKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assets",
                to="media_library.folder",
            ),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["organization", "brand", "-created_at", "-id"],
                name="asset_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["organization", "brand", "folder", "-created_at", "-id"],
                name="asset_in_folder",
            ),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["organization", "brand", "kind", "-created_at", "-id"],
                name="asset_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("trashed_at__isnull", False)),
                fields=["organization", "trashed_at"],
                name="asset_trashed",
            ),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["organization", "folded"], name="asset_folded", opclasses=["int8_ops", "gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("focal_x__gte", 0), ("focal_x__lte", 1), ("focal_y__gte", 0), ("focal_y__lte", 1)
                ),
                name="asset_focal_point",
            ),
        ),
        migrations.AddField(
            model_name="space",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="asset",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="media_library.asset",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="brand",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.brand",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="folder",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="media_library.folder",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="uploaded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="content",
            constraint=models.UniqueConstraint(fields=("organization", "sha256"), name="content_once"),
        ),
        migrations.AddConstraint(
            model_name="crop",
            constraint=models.UniqueConstraint(fields=("organization", "asset", "ratio"), name="crop_ratio"),
        ),
        migrations.AddConstraint(
            model_name="crop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("h__gt", 0),
                    ("w__gt", 0),
                    ("x__gte", 0),
                    ("y__gte", 0),
                    (
                        "x__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.Value(1.000001), "-", models.F("w")
                        ),
                    ),
                    (
                        "y__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.Value(1.000001), "-", models.F("h")
                        ),
                    ),
                ),
                name="crop_is_inside",
            ),
        ),
        migrations.AddConstraint(
            model_name="folder",
            constraint=models.UniqueConstraint(
                fields=("organization", "brand", "parent", "key"), name="folder_name", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="folder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("depth__gte", 1),
                    ("depth__lte", 5),
                    models.Q(("depth", 1), ("parent__isnull", False), _connector="OR"),
                ),
                name="folder_depth",
            ),
        ),
        migrations.AddConstraint(
            model_name="space",
            constraint=models.UniqueConstraint(fields=("organization",), name="space_once"),
        ),
        migrations.AddConstraint(
            model_name="space",
            constraint=models.CheckConstraint(
                condition=models.Q(("media_bytes__gte", 0)), name="space_is_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["organization", "expires_at"], name="upload_expires"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__gte", 0), ("received__lte", models.F("size"))),
                name="upload_received",
            ),
        ),
    ]
