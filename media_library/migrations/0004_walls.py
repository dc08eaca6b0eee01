"""The wall around folders, crops, uploads and the room that files take."""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Keys, KeysOf, Wall


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("media_library", "0003_library")]
    operations = [
        Wall("Folder"),
        Wall("Crop"),
        Wall("Upload"),
        Wall("Content"),
        Wall("Space"),
        Keys("Folder"),
        Keys("Crop"),
        Keys("Upload"),
        KeysOf("Asset", ["folder"]),
    ]
