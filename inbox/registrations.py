"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from accounts import access
from connections import hooks
from core.outbox import restored, serving
from inbox.publishing import aside
from inbox.publishing.lane import SERVER
from inbox.selectors import queue
from inbox.services import deciding


def register() -> None:
    """Called once, when all models are there."""
    serving.register_further(SERVER)
    restored.register(SERVER.kind, aside.hold_restored)
    hooks.on_reconnected(deciding.resume)
    hooks.on_disconnected(aside.hold_disconnected)
    access.count_in_brand("inbox", queue.unanswered_count)
