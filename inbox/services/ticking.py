"""The clock of an organization's inbox: what was put off comes back, and people hear when an answer is nearly late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Now

from core import clock, ledger
from core.outbox import lanes
from core.outbox.lanes import Claimed
from inbox import waiting
from inbox.models import Conversation
from inbox.services import telling
from inbox.states import CONVERSATION

LANE = "clock"
AT_ONCE = 100


def tick() -> int:
    """Do what is due in the open organization; returns in how many conversations. Twice is harmless."""
    done = 0
    while some := _some():
        done += some
    return done


def lay_down(lane: Claimed) -> None:
    """Give the clock's lane back: due when the next conversation is."""
    lanes.lay_down_until(lane, _next_at)


def _next_at() -> datetime | None:
    found: datetime | None = Conversation.objects.filter(acts_at__isnull=False).aggregate(at=Min("acts_at"))[
        "at"
    ]
    return found


def _some() -> int:
    with transaction.atomic():
        rows = Conversation.objects.select_for_update(of=("self",), skip_locked=True).defer("folded")
        rows = rows.select_related("brand", "assignee__user", "team")
        due = list(rows.filter(acts_at__lte=Now()).order_by("acts_at")[:AT_ONCE])
        for row in due:
            _act(row)
    return len(due)


def _act(row: Conversation) -> None:
    """All of it that is due, in one statement."""
    now = clock.now()
    changes: dict[str, Any] = {}
    if row.snoozed_until is not None and row.snoozed_until <= now:
        row.snoozed_until = None
        changes |= {"state": CONVERSATION.after(row.state, "wake"), "snoozed_until": None}
        ledger.record("inbox.conversation_woken", row.subject, brand_id=row.brand_id)
    is_late = row.answer_due_at is not None and row.answer_due_at <= now
    if is_late and row.breached_at is None:
        row.breached_at = row.warned_at = changes["breached_at"] = changes["warned_at"] = now
        telling.running_out(row, is_late=True)
    elif row.warn_at is not None and row.warn_at <= now and row.warned_at is None:
        row.warned_at = changes["warned_at"] = now
        telling.running_out(row, is_late=False)
    acts_at = waiting.acts_at(row)
    Conversation.objects.filter(pk=row.pk).update(
        **changes, acts_at=acts_at, revision=row.revision + 1, changed_at=Now()
    )
