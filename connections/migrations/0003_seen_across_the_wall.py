"""What may be seen of all organizations' channels: where they are, whether they let us in, when their keys end."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Crossing


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("connections", "0002_walls")]
    operations = [
        Crossing("Channel", ["organization_id", "id", "network", "state"]),
        Crossing("Credential", ["channel_id", "expires_at"]),
    ]
