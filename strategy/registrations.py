"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from strategy import deeds


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
