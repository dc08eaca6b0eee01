"""Why deliveries are held may be counted across the wall: those that broke their senders are an alarm."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import CrossingColumns


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("calendar_app", "0005_pauses")]
    operations = [CrossingColumns("Delivery", ["held_reason"])]
