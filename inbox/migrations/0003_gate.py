"""The gate: no path, race or raw SQL lets a reply wait or be sent without a live yes to its own content and channel."""

from __future__ import annotations

from django.db import migrations

KEY = """
ALTER TABLE inbox_reply
  ADD CONSTRAINT reply_cleared FOREIGN KEY (organization_id, clearance_id, content_hash, channel_id, cleared)
    REFERENCES core_clearance (organization_id, id, content_hash, channel_id, live);
"""
NO_KEY = "ALTER TABLE inbox_reply DROP CONSTRAINT reply_cleared"
COVERED = """
CREATE FUNCTION inbox_reply_covered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE yes core_clearance%ROWTYPE;
BEGIN
  SELECT * INTO yes FROM core_clearance
  WHERE organization_id = NEW.organization_id AND id = NEW.clearance_id;
  IF yes.covers <> 'reply' OR (yes.kind = 'decision' AND yes.subject IS DISTINCT FROM NEW.id) THEN
    RAISE EXCEPTION 'this yes is not one to this reply'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_covered';
  END IF;
  IF yes.kind IN ('exempt', 'rule') AND NOT EXISTS (
      SELECT FROM accounts_brandpolicy
      WHERE organization_id = NEW.organization_id AND brand_id = NEW.brand_id
        AND (reply_approval = 'none' OR (yes.kind = 'rule' AND reply_approval = 'others'))) THEN
    RAISE EXCEPTION 'this brand requires approval of replies'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_exempt';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER covered BEFORE INSERT OR UPDATE OF state, clearance_id, brand_id ON inbox_reply
FOR EACH ROW WHEN (NEW.state IN ('waiting', 'sending')) EXECUTE FUNCTION inbox_reply_covered();
"""
NOT_COVERED = """
DROP TRIGGER covered ON inbox_reply;
DROP FUNCTION inbox_reply_covered();
"""
HISTORY = """
CREATE FUNCTION inbox_reply_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a sent reply is history'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_history';
END $$;
CREATE TRIGGER history BEFORE UPDATE ON inbox_reply FOR EACH ROW
WHEN (OLD.state = 'live' AND (NEW.state, NEW.canonical, NEW.channel_id, NEW.conversation_id, NEW.remote_id)
      IS DISTINCT FROM (OLD.state, OLD.canonical, OLD.channel_id, OLD.conversation_id, OLD.remote_id))
EXECUTE FUNCTION inbox_reply_history();
"""
NO_HISTORY = """
DROP TRIGGER history ON inbox_reply;
DROP FUNCTION inbox_reply_history();
"""


class Migration(migrations.Migration):
    """The key to the clearance, what the clearance must cover, and sent rows as history."""

    dependencies = [("inbox", "0002_walls")]
    operations = [
        migrations.RunSQL(KEY, NO_KEY),
        migrations.RunSQL(COVERED, NOT_COVERED),
        migrations.RunSQL(HISTORY, NO_HISTORY),
    ]
