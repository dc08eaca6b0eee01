"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from calendar_app import notices
from calendar_app.publishing.lane import SERVER
from calendar_app.selectors.authors import authors_waiting
from calendar_app.services import deciding
from connections import hooks
from core.outbox import serving


def register() -> None:
    """Called once, when all models are there."""
    serving.register(SERVER)
    notices.register()
    hooks.on_reconnected(deciding.resume)
    hooks.on_disconnected(deciding.hold_all)
    hooks.also_tell(authors_waiting)
