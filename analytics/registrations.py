"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from analytics import deeds, places, rewriting


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
    places.register_all()
    rewriting.register()
