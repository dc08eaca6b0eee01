"""The wall around the channels of members."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("connections", "0004_channels_of_members"), ("accounts", "0002_walls")]
    operations = [Wall("MembershipChannel"), Keys("MembershipChannel")]
