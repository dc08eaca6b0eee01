"""What the versions that are there already show, read from their documents."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES = ("calendar_app_postversion", "calendar_app_showing")
FILL = """
INSERT INTO calendar_app_showing (organization_id, brand_id, post_id, version_id, asset_uuid, sha256)
SELECT DISTINCT ON (v.organization_id, v.id, entry->>'asset')
       v.organization_id, v.brand_id, v.post_id, v.id, (entry->>'asset')::uuid, entry->>'sha256'
FROM calendar_app_postversion v
CROSS JOIN LATERAL jsonb_array_elements(convert_from(v.canonical, 'UTF8')::jsonb->'media') AS entry
"""


def fill(apps: Any, schema_editor: Any) -> None:
    """The owner sees no rows of any organization either, so the walls stand aside for this transaction."""
    for table in TABLES:
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    schema_editor.execute(FILL, params=None)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in TABLES:
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("calendar_app", "0009_showing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
