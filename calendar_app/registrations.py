"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from calendar_app import deeds, left_behind, notices
from calendar_app.publishing import aside
from calendar_app.publishing.lane import SERVER
from calendar_app.selectors.authors import authors_waiting
from calendar_app.selectors.showing import Posts
from calendar_app.services import deciding
from connections import hooks
from core.outbox import restored, serving
from media_library import uses


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
    serving.register(SERVER)
    restored.register(SERVER.kind, aside.hold_restored)
    left_behind.register()
    notices.register()
    notices.register_pauses()
    notices.register_late()
    hooks.on_reconnected(deciding.resume)
    hooks.on_disconnected(aside.hold_disconnected)
    hooks.also_tell(authors_waiting)
    uses.register(Posts())
