"""The wall around posts, versions, deliveries and attempts; versions are immutable."""

from __future__ import annotations

from django.db import migrations

from core.outbox.rows import WakesLane
from core.tenancy.walls import AppendOnly, Crossing, Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("calendar_app", "0001_initial"),
        ("connections", "0002_walls"),
        ("media_library", "0002_walls"),
        ("core", "0002_walls"),
    ]
    operations = [
        Wall("Post"),
        Wall("PostVersion"),
        AppendOnly("PostVersion"),
        Wall("Delivery"),
        Wall("Attempt"),
        Keys("Post"),
        Keys("PostVersion"),
        Keys("Delivery"),
        Keys("Attempt"),
        WakesLane("Delivery", kind="channel", key="channel_id"),
        Crossing("Delivery", ["organization_id", "channel_id", "state", "due_at", "fenced_at"]),
    ]
