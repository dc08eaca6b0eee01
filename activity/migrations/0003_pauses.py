"""A row that starts to wait does not wake a lane that its network asked to pause."""

from __future__ import annotations

from django.db import migrations

from core.outbox.rows import WakesLaneAfterPause


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("activity", "0002_walls"), ("core", "0003_pauses_installation_tally")]
    operations = [WakesLaneAfterPause("Mail", kind="mail", key="server")]
