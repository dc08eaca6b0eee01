"""Which letter asked a guest about many things at once, so that one act writes her one."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("approvals", "0006_handed_seats")]
    operations = [
        migrations.AddField(
            model_name="guest",
            name="gathered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
