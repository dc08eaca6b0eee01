"""The gate knows whose policy it asks: of posts, or of replies. Brands that want no post approved want no reply so."""

from __future__ import annotations

from django.db import migrations

FILL = """
ALTER TABLE accounts_brandpolicy NO FORCE ROW LEVEL SECURITY;
UPDATE accounts_brandpolicy SET reply_approval = 'none' WHERE NOT approval_required;
ALTER TABLE accounts_brandpolicy FORCE ROW LEVEL SECURITY;
"""
FORWARDS = """
CREATE OR REPLACE FUNCTION core_clearance_exempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM accounts_brandpolicy
                 WHERE organization_id = NEW.organization_id AND brand_id = NEW.brand_id
                   AND CASE NEW.covers WHEN 'post' THEN NOT approval_required ELSE reply_approval = 'none' END) THEN
    RAISE EXCEPTION 'this brand requires approval'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_exempt';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION core_clearance_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.covers <> 'reply' OR NOT EXISTS (
      SELECT FROM accounts_brandpolicy
      WHERE organization_id = NEW.organization_id AND brand_id = NEW.brand_id AND reply_approval = 'others') THEN
    RAISE EXCEPTION 'this brand has no such rule'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_rule';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rule_needs_policy BEFORE INSERT OR UPDATE ON core_clearance
FOR EACH ROW WHEN (NEW.live AND NEW.kind = 'rule') EXECUTE FUNCTION core_clearance_rule();
"""
BACKWARDS = """
DROP TRIGGER rule_needs_policy ON core_clearance;
DROP FUNCTION core_clearance_rule();
CREATE OR REPLACE FUNCTION core_clearance_exempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM accounts_brandpolicy
                 WHERE organization_id = NEW.organization_id AND brand_id = NEW.brand_id
                   AND NOT approval_required) THEN
    RAISE EXCEPTION 'this brand requires approval'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_exempt';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("accounts", "0013_approval_of_replies"),
        ("core", "0005_clearances_of_replies_and_decisions"),
    ]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
