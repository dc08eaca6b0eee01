"""A yes to a reply lets no post out."""

from __future__ import annotations

from django.db import migrations

FORWARDS = """
CREATE FUNCTION calendar_app_delivery_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM core_clearance
                 WHERE organization_id = NEW.organization_id AND id = NEW.clearance_id AND covers <> 'post') THEN
    RAISE EXCEPTION 'this yes is not one to a post'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_covered';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER covered BEFORE INSERT OR UPDATE OF state, clearance_id ON calendar_app_delivery
FOR EACH ROW WHEN (NEW.state IN ('waiting', 'sending')) EXECUTE FUNCTION calendar_app_delivery_covered();
"""
BACKWARDS = """
DROP TRIGGER covered ON calendar_app_delivery;
DROP FUNCTION calendar_app_delivery_covered();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("calendar_app", "0010_shown_so_far"),
        ("core", "0005_clearances_of_replies_and_decisions"),
    ]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
