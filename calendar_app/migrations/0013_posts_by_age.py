"""The index of all posts by age."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("calendar_app", "0012_gate_of_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["organization", "brand", "-created_at", "-id"],
                name="post_made",
            ),
        ),
    ]
