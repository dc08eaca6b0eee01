"""What a yes is to, and its window, are written once: the runtime role may only withdraw it, and let it count again."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations

ONCE = f"""
REVOKE UPDATE ON core_clearance FROM {settings.RUNTIME_ROLE};
GRANT UPDATE (live) ON core_clearance TO {settings.RUNTIME_ROLE};
"""
AT_WILL = f"""
REVOKE UPDATE (live) ON core_clearance FROM {settings.RUNTIME_ROLE};
GRANT UPDATE ON core_clearance TO {settings.RUNTIME_ROLE};
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("core", "0006_yes_of_people")]
    operations = [migrations.RunSQL(ONCE, AT_WILL)]
