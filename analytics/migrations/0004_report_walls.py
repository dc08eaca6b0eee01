"""The wall around reports, recipients, runs, files and mails; a run that starts to wait wakes its report's lane."""

from __future__ import annotations

from django.db import migrations

from core.outbox.rows import WakesLane
from core.tenancy.walls import Crossing, Keys, Wall

MODELS = ["Report", "Recipient", "ReportRun", "ReportFile", "ReportMail"]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("analytics", "0003_reports"), ("accounts", "0002_walls"), ("core", "0002_walls")]
    operations = [
        *(Wall(model) for model in MODELS),
        *(Keys(model) for model in MODELS),
        WakesLane("ReportRun", kind="report", key="report_id"),
        Crossing("ReportRun", ["organization_id", "report_id", "state", "due_at", "fenced_at"]),
    ]
