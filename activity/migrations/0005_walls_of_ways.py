"""The wall around preferences, rhythms, digests, turns and unsubscribe links; a digest that starts to wait wakes its lane."""

from __future__ import annotations

from django.db import migrations

from core.outbox.rows import WakesLane, WakesLaneAfterPause
from core.tenancy.walls import Crossing, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("activity", "0004_ways_rhythms_and_digests"), ("core", "0003_pauses_installation_tally")]
    operations = [
        Wall("Preference"),
        Wall("Rhythm"),
        Wall("MailTurn"),
        Wall("Unsubscribe"),
        Wall("Digest"),
        WakesLane("Digest", kind="digest", key="person_id"),
        WakesLaneAfterPause("Digest", kind="digest", key="person_id"),
        Crossing("Digest", ["organization_id", "person_id", "state", "due_at", "fenced_at"]),
    ]
