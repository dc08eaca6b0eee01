"""Versions go with their post, and only with it: the program itself may still delete none. And an index for the trash."""

from __future__ import annotations

from django.db import migrations, models

KEY = """
ALTER TABLE calendar_app_postversion DROP CONSTRAINT calendar_app_postversion_post_id_wall;
ALTER TABLE calendar_app_postversion ADD CONSTRAINT calendar_app_postversion_post_id_wall
  FOREIGN KEY (organization_id, brand_id, post_id)
  REFERENCES calendar_app_post (organization_id, brand_id, id) {action} DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("calendar_app", "0007_turn_index")]
    operations = [
        migrations.RunSQL(KEY.format(action="ON DELETE CASCADE"), KEY.format(action="")),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("trashed_at__isnull", False)),
                fields=["organization", "brand", "trashed_at"],
                name="post_trash",
            ),
        ),
    ]
