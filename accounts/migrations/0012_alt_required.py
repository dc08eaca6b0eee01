"""Whether a brand wants a description for each picture."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("accounts", "0011_brand_trash"),
    ]

    operations = [
        migrations.AddField(
            model_name="brandpolicy",
            name="alt_required",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
