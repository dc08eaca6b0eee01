"""A yes of people is refused by the database unless people gave it: to this content, for this brand, on this channel."""

from __future__ import annotations

from django.db import migrations

CLEARANCE = """
CREATE FUNCTION core_clearance_decision() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER decision_needs_review BEFORE INSERT OR UPDATE ON core_clearance
FOR EACH ROW WHEN (NEW.live AND NEW.kind = 'decision') EXECUTE FUNCTION core_clearance_decision();
"""
NO_CLEARANCE = """
DROP TRIGGER decision_needs_review ON core_clearance;
DROP FUNCTION core_clearance_decision();
"""
APPROVED = """
CREATE FUNCTION approvals_review_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF jsonb_array_length(NEW.steps) = 0 OR EXISTS (
      SELECT FROM jsonb_array_elements(NEW.steps) WITH ORDINALITY AS one (step, place)
      WHERE (SELECT count(*) FROM approvals_decision
             WHERE organization_id = NEW.organization_id AND review_id = NEW.id
               AND approvals_decision.step = one.place - 1 AND verdict = 'approve' AND undone_at IS NULL
               AND content_hash = NEW.content_hash)
            < greatest(1, coalesce((one.step ->> 'need')::int, 1))) THEN
    RAISE EXCEPTION 'not everybody who was asked has approved this'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'review_approved';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approved_by_all BEFORE INSERT OR UPDATE OF state ON approvals_review
FOR EACH ROW WHEN (NEW.state = 'approved') EXECUTE FUNCTION approvals_review_approved();
"""
NO_APPROVED = """
DROP TRIGGER approved_by_all ON approvals_review;
DROP FUNCTION approvals_review_approved();
"""
LEFT = """
CREATE FUNCTION approvals_review_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM core_clearance
             WHERE organization_id = OLD.organization_id AND subject = OLD.subject AND source = OLD.id AND live) THEN
    RAISE EXCEPTION 'this yes still lets something out'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'review_left';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER takes_its_yes_along BEFORE UPDATE OF state ON approvals_review
FOR EACH ROW WHEN (OLD.state = 'approved' AND NEW.state <> 'approved') EXECUTE FUNCTION approvals_review_left();
"""
NO_LEFT = """
DROP TRIGGER takes_its_yes_along ON approvals_review;
DROP FUNCTION approvals_review_left();
"""
FIXED = """
CREATE FUNCTION approvals_review_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is reviewed does not change'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'review_fixed';
END $$;
CREATE TRIGGER fixed BEFORE UPDATE ON approvals_review FOR EACH ROW
WHEN ((NEW.organization_id, NEW.brand_id, NEW.covers, NEW.subject, NEW.version, NEW.content_hash, NEW.channel_ids)
      IS DISTINCT FROM
      (OLD.organization_id, OLD.brand_id, OLD.covers, OLD.subject, OLD.version, OLD.content_hash, OLD.channel_ids))
EXECUTE FUNCTION approvals_review_fixed();
"""
NO_FIXED = """
DROP TRIGGER fixed ON approvals_review;
DROP FUNCTION approvals_review_fixed();
"""


class Migration(migrations.Migration):
    """The yes needs its approved review, that one its decisions; and neither can be turned into one of something else."""

    dependencies = [("approvals", "0002_walls"), ("core", "0006_yes_of_people")]
    operations = [
        migrations.RunSQL(CLEARANCE, NO_CLEARANCE),
        migrations.RunSQL(APPROVED, NO_APPROVED),
        migrations.RunSQL(LEFT, NO_LEFT),
        migrations.RunSQL(FIXED, NO_FIXED),
    ]
