"""Searching files: `search_assets(patterns)` gives the ids of the open organization's assets that are like all of them.

The first pattern is the one that the index looks for, so callers put the longest first.
"""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Searchable, SearchFunction


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("media_library", "0004_walls")]
    operations = [
        Searchable("Asset", ["organization_id", "id", "folded"]),
        SearchFunction(
            "search_assets",
            "patterns text[]",
            "SETOF uuid",
            "RETURN QUERY SELECT id FROM media_library_asset WHERE organization_id = {current} "
            "AND folded LIKE patterns[1] AND folded LIKE ALL (patterns)",
        ),
    ]
