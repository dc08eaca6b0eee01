"""The wall around days, periods, cursors and links. What was told of a delivery goes with it, by the database's own keys."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall

MODELS = [
    "PostDay",
    "ChannelDay",
    "ChannelPeriod",
    "BrandPeriod",
    "MeasureCursor",
    "ShareLink",
    "ShortLink",
    "ShortClick",
]
KEY = """
ALTER TABLE {table} DROP CONSTRAINT {table}_delivery_id_wall;
ALTER TABLE {table} ADD CONSTRAINT {table}_delivery_id_wall
  FOREIGN KEY (organization_id, brand_id, delivery_id)
  REFERENCES calendar_app_delivery (organization_id, brand_id, id) {action} DEFERRABLE INITIALLY DEFERRED;
"""


def goes_with_its_delivery(table: str) -> migrations.RunSQL:
    """The sums of what was gained stay in the roll-ups."""
    there, gone = KEY.format(table=table, action=""), KEY.format(table=table, action="ON DELETE CASCADE")
    return migrations.RunSQL(gone, there)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("analytics", "0001_initial"),
        ("calendar_app", "0002_walls"),
        ("connections", "0002_walls"),
    ]
    operations = [
        *(Wall(model) for model in MODELS),
        *(Keys(model) for model in MODELS),
        goes_with_its_delivery("analytics_postday"),
        goes_with_its_delivery("analytics_measurecursor"),
    ]
