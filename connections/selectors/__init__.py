"""Nouns: what the pages of channels show."""
