"""People's yes to one post lets no other post out, not even one that says the same."""

from __future__ import annotations

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION calendar_app_delivery_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM core_clearance
                 WHERE organization_id = NEW.organization_id AND id = NEW.clearance_id AND {wrong}) THEN
    RAISE EXCEPTION 'this yes is not one to this post'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_covered';
  END IF;
  RETURN NEW;
END $$;
"""
BEFORE = "covers <> 'post'"
NOW = "(covers <> 'post' OR (kind = 'decision' AND subject IS DISTINCT FROM NEW.post_id))"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("calendar_app", "0011_gate_of_posts"), ("core", "0006_yes_of_people")]
    operations = [migrations.RunSQL(BODY.format(wrong=NOW), BODY.format(wrong=BEFORE))]
