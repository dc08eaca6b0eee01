"""Who took the seat of somebody who was asked."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations

import core.tenancy.keys
from core.tenancy.walls import KeysOf


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0016_api_key_walls"), ("approvals", "0005_window_of_a_yes")]
    operations = [
        migrations.AddField(
            model_name="ask",
            name="handed_to",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        KeysOf("Ask", ["handed_to"]),
    ]
