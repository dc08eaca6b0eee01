"""Finding what is asked in place of somebody who is away, for her own queue."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("approvals", "0003_gate")]
    operations = [
        migrations.AddIndex(
            model_name="ask",
            index=models.Index(
                condition=models.Q(
                    ("answered_at", None), ("dropped_at", None), ("stands_in_for__isnull", False)
                ),
                fields=["organization", "brand", "stands_in_for", "urgent_at", "id"],
                name="ask_for_absent",
            ),
        ),
    ]
