"""What is there already: how much room it takes, and the words by which names are found."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from core.text import fold

TABLES = ("media_library_asset", "media_library_content", "media_library_space")
COUNT = """
INSERT INTO media_library_content (organization_id, sha256, byte_size)
SELECT organization_id, sha256, max(byte_size) FROM media_library_asset GROUP BY organization_id, sha256;
INSERT INTO media_library_space (organization_id, media_bytes)
SELECT organization_id, sum(byte_size) FROM media_library_content GROUP BY organization_id;
"""


def count(apps: Any, schema_editor: Any) -> None:
    """The owner sees no rows of any organization either, so the walls stand aside for this transaction."""
    for table in TABLES:
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(COUNT)
        cursor.execute("SELECT id, name, alt FROM media_library_asset")
        for pk, name, alt in cursor.fetchall():
            words = f"{fold(name)}\n{fold(alt)}\n"
            cursor.execute("UPDATE media_library_asset SET folded = %s WHERE id = %s", [words, pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in TABLES:
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("media_library", "0005_search")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
