"""What this room tells the rooms below at start-up, and itself."""

from __future__ import annotations

from accounts import leaving
from approvals import deeds, notices, pages, subjects
from approvals.calendar import Calendar
from approvals.posts import Posts
from approvals.services.leaving import gone
from calendar_app import approving


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
    notices.register()
    subjects.register(Posts())
    approving.register(Calendar())
    pages.register()
    leaving.on_gone(gone)
