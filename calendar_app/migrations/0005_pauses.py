"""A row that starts to wait does not wake a lane that its network asked to pause."""

from __future__ import annotations

from django.db import migrations

from core.outbox.rows import WakesLaneAfterPause


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("calendar_app", "0004_consent_and_lateness"), ("core", "0003_pauses_installation_tally")]
    operations = [WakesLaneAfterPause("Delivery", kind="channel", key="channel_id")]
