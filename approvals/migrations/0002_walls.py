"""The wall around approvals. Decisions are append-only: nobody changes one, it can only be marked as undone."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations

from core.tenancy.walls import AppendOnly, Crossing, Keys, Wall

MODELS = ("Guest", "Workflow", "Stage", "Seat", "Review", "Ask", "Decision", "Comment")
UNDO = f"GRANT UPDATE (undone_at) ON approvals_decision TO {settings.RUNTIME_ROLE}"
NO_UNDO = f"REVOKE UPDATE (undone_at) ON approvals_decision FROM {settings.RUNTIME_ROLE}"
KEY = """
ALTER TABLE approvals_decision DROP CONSTRAINT approvals_decision_review_id_wall;
ALTER TABLE approvals_decision ADD CONSTRAINT approvals_decision_review_id_wall
  FOREIGN KEY (organization_id, brand_id, review_id)
  REFERENCES approvals_review (organization_id, brand_id, id) {action} DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    """See the module. Decisions go with their review, and only with it."""

    dependencies = [("approvals", "0001_initial"), ("accounts", "0010_team_walls"), ("core", "0002_walls")]
    operations = [
        *(Wall(model) for model in MODELS),
        *(Keys(model) for model in MODELS),
        AppendOnly("Decision"),
        migrations.RunSQL(UNDO, NO_UNDO),
        migrations.RunSQL(KEY.format(action="ON DELETE CASCADE"), KEY.format(action="")),
        Crossing("Review", ["organization_id", "state", "urgent_at"]),
    ]
