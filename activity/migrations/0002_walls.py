"""The wall around notices and mails; a mail to a person as such has no organization and is seen outside scopes only."""

from __future__ import annotations

from django.db import migrations

from core.outbox.rows import WakesLane
from core.tenancy.walls import CURRENT, Crossing, Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("activity", "0001_initial"), ("accounts", "0002_walls"), ("core", "0002_walls")]
    operations = [
        Wall("Mail", own=f"organization_id IS NOT DISTINCT FROM {CURRENT}"),
        Wall("Notice"),
        Keys("Notice"),
        WakesLane("Mail", kind="mail", key="server"),
        Crossing("Mail", ["organization_id", "server", "state", "due_at", "fenced_at"]),
    ]
