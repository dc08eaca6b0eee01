"""The gate: no path, race or raw SQL lets a delivery wait or be sent without a live yes to its own content and channel."""

from __future__ import annotations

from django.db import migrations

KEYS = """
ALTER TABLE calendar_app_delivery
  ADD CONSTRAINT delivery_content_of_version FOREIGN KEY (organization_id, version_id, content_hash)
    REFERENCES calendar_app_postversion (organization_id, id, content_hash),
  ADD CONSTRAINT delivery_cleared FOREIGN KEY (organization_id, clearance_id, content_hash, channel_id, cleared)
    REFERENCES core_clearance (organization_id, id, content_hash, channel_id, live);
"""
NO_KEYS = """
ALTER TABLE calendar_app_delivery
  DROP CONSTRAINT delivery_content_of_version, DROP CONSTRAINT delivery_cleared;
"""
WINDOW = """
CREATE FUNCTION calendar_app_delivery_window() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE yes core_clearance%ROWTYPE;
BEGIN
  SELECT * INTO yes FROM core_clearance
  WHERE organization_id = NEW.organization_id AND id = NEW.clearance_id;
  IF NEW.planned_at < yes.opens_at OR NEW.planned_at > yes.closes_at THEN
    RAISE EXCEPTION 'the planned time is outside the approved window'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_window';
  END IF;
  IF yes.kind = 'exempt' AND NOT EXISTS (
      SELECT FROM accounts_brandpolicy
      WHERE organization_id = NEW.organization_id AND brand_id = NEW.brand_id
        AND NOT approval_required) THEN
    RAISE EXCEPTION 'this brand requires approval'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_exempt';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER within_window BEFORE INSERT OR UPDATE OF state, planned_at, clearance_id, brand_id
ON calendar_app_delivery FOR EACH ROW WHEN (NEW.state IN ('waiting', 'sending'))
EXECUTE FUNCTION calendar_app_delivery_window();
"""
NO_WINDOW = """
DROP TRIGGER within_window ON calendar_app_delivery;
DROP FUNCTION calendar_app_delivery_window();
"""
HISTORY = """
CREATE FUNCTION calendar_app_delivery_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published delivery is history'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_history';
END $$;
CREATE TRIGGER history BEFORE UPDATE ON calendar_app_delivery FOR EACH ROW
WHEN (OLD.state = 'live' AND (NEW.state, NEW.planned_at, NEW.content_hash, NEW.channel_id, NEW.remote_id)
      IS DISTINCT FROM (OLD.state, OLD.planned_at, OLD.content_hash, OLD.channel_id, OLD.remote_id))
EXECUTE FUNCTION calendar_app_delivery_history();
"""
NO_HISTORY = """
DROP TRIGGER history ON calendar_app_delivery;
DROP FUNCTION calendar_app_delivery_history();
"""


class Migration(migrations.Migration):
    """Keys, the clearance's window, and published rows as history."""

    dependencies = [("calendar_app", "0002_walls"), ("accounts", "0003_exempt_gate")]
    operations = [
        migrations.RunSQL(KEYS, NO_KEYS),
        migrations.RunSQL(WINDOW, NO_WINDOW),
        migrations.RunSQL(HISTORY, NO_HISTORY),
    ]
