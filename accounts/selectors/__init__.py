"""The room's nouns."""
