"""The channels that members are limited to."""

from __future__ import annotations

import core.tenancy.keys
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("accounts", "0010_team_walls"),
        ("connections", "0003_seen_across_the_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="MembershipChannel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "channel",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.channel",
                    ),
                ),
                (
                    "membership",
                    core.tenancy.keys.WalledKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.membership",
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
                        fields=("organization", "brand", "membership", "channel"),
                        name="membershipchannel_once",
                    )
                ],
            },
        ),
    ]
