"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from accounts import membership
from accounts.services import policies
from approvals import subjects
from calendar_app import going_live
from connections import hooks
from core.outbox import restored, serving
from inbox import deeds, notices
from inbox.publishing import aside
from inbox.publishing.lane import SERVER
from inbox.selectors import queue
from inbox.services import deciding, hooking, listening, requiring
from inbox.services.reviewed import Replies


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
    notices.register()
    serving.register_further(SERVER)
    restored.register(SERVER.kind, aside.hold_restored)
    subjects.register(Replies())
    policies.on_reply_rule(requiring.rule_changed)
    hooks.on_reconnected(deciding.resume)
    hooks.on_reconnected(listening.begin)
    hooks.on_disconnected(hooking.close)
    hooks.on_disconnected(aside.hold_disconnected)
    going_live.on_live(listening.expect_answers)
    membership.count_by_brand("inbox", queue.unanswered_by_brand)
