"""The wall around the room, the bell of replies' lanes, and the clock's."""

from __future__ import annotations

from django.db import migrations

from core.outbox.rows import WakesLane, WakesLaneAfterPause
from core.tenancy.walls import Crossing, Keys, Wall

MODELS = (
    "Conversation",
    "Message",
    "Stray",
    "Reply",
    "ReplyAttempt",
    "Note",
    "Label",
    "ConversationLabel",
    "SavedReply",
    "SlaPolicy",
    "Cursor",
    "Hook",
    "HookBody",
    "HookEvent",
    "Presence",
    "Answer",
)
CLOCK = """
CREATE FUNCTION inbox_conversation_wakes_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_lane (kind, key, organization_id, next_at, worker)
  VALUES ('clock', 'inbox', NEW.organization_id, NEW.acts_at, '')
  ON CONFLICT (kind, key, organization_id)
  DO UPDATE SET next_at = LEAST(core_lane.next_at, EXCLUDED.next_at);
  RETURN NULL;
END $$;
CREATE TRIGGER wakes_clock AFTER INSERT OR UPDATE OF acts_at ON inbox_conversation
FOR EACH ROW WHEN (NEW.acts_at IS NOT NULL) EXECUTE FUNCTION inbox_conversation_wakes_clock();
"""
NO_CLOCK = """
DROP TRIGGER wakes_clock ON inbox_conversation;
DROP FUNCTION inbox_conversation_wakes_clock();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("inbox", "0001_initial"),
        ("calendar_app", "0011_gate_of_posts"),
        ("connections", "0005_channels_of_members_wall"),
        ("accounts", "0014_gate_of_replies"),
        ("approvals", "0003_gate"),
        ("core", "0006_yes_of_people"),
    ]
    operations = [
        *(Wall(model) for model in MODELS),
        *(Keys(model) for model in MODELS),
        WakesLane("Reply", kind="channel", key="channel_id"),
        WakesLaneAfterPause("Reply", kind="channel", key="channel_id"),
        Crossing("Reply", ["organization_id", "channel_id", "state", "due_at", "fenced_at"]),
        migrations.RunSQL(CLOCK, NO_CLOCK),
    ]
