"""An exempt clearance is refused by the database unless the brand's policy row says that no approval is required."""

from __future__ import annotations

from django.db import migrations

FORWARDS = """
CREATE FUNCTION core_clearance_exempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM accounts_brandpolicy
                 WHERE organization_id = NEW.organization_id AND brand_id = NEW.brand_id
                   AND NOT approval_required) THEN
    RAISE EXCEPTION 'this brand requires approval'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_exempt';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exempt_needs_policy BEFORE INSERT OR UPDATE ON core_clearance
FOR EACH ROW WHEN (NEW.live AND NEW.kind = 'exempt') EXECUTE FUNCTION core_clearance_exempt();
"""
BACKWARDS = """
DROP TRIGGER exempt_needs_policy ON core_clearance;
DROP FUNCTION core_clearance_exempt();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0002_walls"), ("core", "0002_walls")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
