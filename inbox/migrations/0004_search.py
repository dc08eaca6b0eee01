"""Searching: `search_conversations(patterns, brand, most)` gives ids of a brand's conversations that are like all patterns.

At most `most`, in no order: who gets that many looks for the newest by another way. The first pattern is the one that
the index looks for, so callers put the longest first.
"""

from __future__ import annotations

from django.db import migrations

from core.tenancy.walls import Searchable, SearchFunction


class Migration(migrations.Migration):
    """`organization_id + 0` keeps Postgres from walking the newest conversations by another index instead."""

    dependencies = [("inbox", "0003_gate")]
    operations = [
        Searchable("Conversation", ["organization_id", "brand_id", "id", "folded"]),
        SearchFunction(
            "search_conversations",
            "patterns text[], brand bigint, most integer",
            "SETOF uuid",
            "RETURN QUERY SELECT id FROM inbox_conversation WHERE organization_id + 0 = {current} "
            "AND brand_id = brand AND folded LIKE patterns[1] AND folded LIKE ALL (patterns) LIMIT most",
        ),
    ]
