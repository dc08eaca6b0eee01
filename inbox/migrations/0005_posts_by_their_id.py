"""Finding the post under which somebody comments, by the id that its network gave it."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("inbox", "0004_search")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX inbox_delivery_remote ON calendar_app_delivery (organization_id, channel_id, remote_id) "
            "WHERE remote_id <> ''",
            "DROP INDEX inbox_delivery_remote",
        )
    ]
