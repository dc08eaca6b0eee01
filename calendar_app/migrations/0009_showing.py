"""Which files each version shows: for the library, and so that bytes which a document needs are kept."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.keys
from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("calendar_app", "0008_trash"), ("media_library", "0004_walls")]

    operations = [
        migrations.CreateModel(
            name="Showing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asset_uuid", models.UUIDField()),
                ("sha256", models.CharField(max_length=64)),
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
                    "post",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.post",
                    ),
                ),
                (
                    "version",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.postversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "asset_uuid"], name="showing_asset"),
                    models.Index(fields=["organization", "sha256"], name="showing_content"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "version", "asset_uuid"), name="showing_once"
                    )
                ],
            },
        ),
        Wall("Showing"),
        Keys("Showing"),
    ]
