"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from analytics import places


def register() -> None:
    """Called once, when all models are there."""
    places.register_all()
