"""The wall around organizations and what belongs to them."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import CURRENT, PERSON, Keys, Policy, Wall

MINE = f"id IN (SELECT organization_id FROM accounts_membership WHERE user_id = {PERSON})"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0001_initial")]
    operations = [
        Wall("Organization", own=f"id = {CURRENT}"),
        Wall("Brand"),
        Wall("BrandPolicy"),
        Wall("Membership"),
        Wall("MembershipBrand"),
        Wall("Team"),
        Wall("TeamMember"),
        Wall("TeamBrand"),
        Wall("Invitation"),
        Keys("BrandPolicy"),
        Keys("MembershipBrand"),
        Keys("TeamMember"),
        Keys("TeamBrand"),
        Policy("Membership", "own_memberships", f"user_id = {PERSON}"),
        Policy("Organization", "own_organizations", MINE),
    ]
