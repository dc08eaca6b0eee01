"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from analytics import deeds, places, report_deeds, rewriting
from analytics.reporting import lane
from core.outbox import serving


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
    places.register_all()
    rewriting.register()
    report_deeds.register()
    serving.register(lane.SERVER)
