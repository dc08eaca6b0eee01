"""The wall around offers of ownership, and the key of stand-ins."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("accounts", "0009_team_work")]
    operations = [Wall("OwnershipOffer"), Keys("OwnershipOffer"), Keys("Membership")]
