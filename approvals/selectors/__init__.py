"""Nouns: everything one page needs, in few queries."""
