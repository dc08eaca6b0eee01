"""A yes of people holds no longer than they said: around the time that they saw, which stays as it was approved."""

from __future__ import annotations

from django.db import migrations

WINDOW = """
CREATE OR REPLACE FUNCTION core_clearance_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM approvals_review
      WHERE organization_id = NEW.organization_id AND id = NEW.source AND brand_id = NEW.brand_id
        AND state = 'approved' AND closed_at IS NOT NULL AND content_hash = NEW.content_hash
        AND covers = NEW.covers AND subject = NEW.subject AND NEW.channel_id = ANY (channel_ids)
        AND CASE WHEN planned_at IS NOT NULL THEN
              NEW.opens_at >= planned_at - tolerance_minutes * interval '1 minute'
              AND NEW.closes_at <= planned_at + tolerance_minutes * interval '1 minute'
            ELSE NOT is_immediate OR NEW.closes_at IS NOT NULL END) THEN
    RAISE EXCEPTION 'no review has approved this'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_decision';
  END IF;
  RETURN NEW;
END $$;
"""
NO_WINDOW = """
CREATE OR REPLACE FUNCTION core_clearance_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM approvals_review
      WHERE organization_id = NEW.organization_id AND id = NEW.source AND brand_id = NEW.brand_id
        AND state = 'approved' AND closed_at IS NOT NULL AND content_hash = NEW.content_hash
        AND covers = NEW.covers AND subject = NEW.subject AND NEW.channel_id = ANY (channel_ids)) THEN
    RAISE EXCEPTION 'no review has approved this'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_decision';
  END IF;
  RETURN NEW;
END $$;
"""
TIME = """
CREATE FUNCTION approvals_review_time_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the time that was approved does not change'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'review_time_fixed';
END $$;
CREATE TRIGGER time_fixed BEFORE UPDATE ON approvals_review FOR EACH ROW
WHEN (OLD.state = 'approved' AND (NEW.planned_at, NEW.tolerance_minutes, NEW.is_immediate)
      IS DISTINCT FROM (OLD.planned_at, OLD.tolerance_minutes, OLD.is_immediate))
EXECUTE FUNCTION approvals_review_time_fixed();
"""
NO_TIME = """
DROP TRIGGER time_fixed ON approvals_review;
DROP FUNCTION approvals_review_time_fixed();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("approvals", "0004_asks_of_those_away"), ("core", "0007_clearance_is_written_once")]
    operations = [migrations.RunSQL(WINDOW, NO_WINDOW), migrations.RunSQL(TIME, NO_TIME)]
