"""What a message does to its conversation: whose turn it is, who waits since when, and how long she waited.

All of it looks at when things were said, not at when we heard of them: messages may come in any order.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F, Min
from django.db.models.functions import Now

from connections.models import Channel
from core.tenancy import scope
from inbox import hours, searching, waiting
from inbox.models import Answer, Conversation, Message
from inbox.states import CONVERSATION
from inbox.waiting import Promise

LOCK = 7306
"""The class of the advisory locks under which the messages of one channel are written."""


def alone(channel: Channel) -> None:
    """Nobody else writes messages of this channel until our transaction ends."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("outside a transaction the lock would be gone at once")
    number = (channel.pk.int ^ scope.required().organization_id) & 0x7FFF_FFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, number])


def heard(row: Conversation, message: Message, promise: Promise | None) -> None:
    """A new message of the customer stands in the locked conversation `row`."""
    changes = _counted(row, message)
    changes["last_inbound_at"] = _latest(row.last_inbound_at, message.said_at)
    is_answered = _is_answered(row, message)
    if not message.is_history and not is_answered:
        changes |= _hears(row, message, promise)
    elif message.is_history and not is_answered and message.said_at >= row.last_message_at:
        changes |= {"state": CONVERSATION.after(row.state, "hear"), "snoozed_until": None}
    _write(row, changes)


def answered(row: Conversation, message: Message, promise: Promise | None) -> None:
    """A message of ours stands in the locked conversation `row`: sent by us, or written at the network itself."""
    changes = _counted(row, message)
    changes["answered_revision"] = F("revision") + 1
    changes |= _over(row, message, promise)
    still = changes.get("first_unanswered_at", row.first_unanswered_at)
    is_latest = row.last_inbound_at is None or message.said_at >= row.last_inbound_at
    if still is None and is_latest:
        action = "close" if message.is_history and row.state == Conversation.State.OPEN else "answer"
        changes |= {"state": CONVERSATION.after(row.state, action), "snoozed_until": None}
    _write(row, changes)


def taken_back(row: Conversation, promise: Promise | None) -> None:
    """A message of the locked conversation was deleted or changed: who waited for an answer to it waits no more."""
    changes: dict[str, Any] = {}
    if row.first_unanswered_at is not None:
        since = _first_unanswered(row, row.first_unanswered_at, included=True)
        if since is None:
            changes |= waiting.OVER
        elif since != row.first_unanswered_at:
            changes |= waiting.begun(since, promise)
    last = Message.objects.filter(conversation=row, deleted_at=None).order_by("-said_at", "-id").first()
    changes["preview"] = _preview(last.text) if last else ""
    if last is not None:
        changes |= {
            "last_message_at": last.said_at,
            "preview_is_ours": last.direction == Message.Direction.OUT,
        }
    changes["folded"] = _folded(row)
    _write(row, changes)


def _hears(row: Conversation, message: Message, promise: Promise | None) -> dict[str, Any]:
    changes: dict[str, Any] = {"state": CONVERSATION.after(row.state, "hear"), "snoozed_until": None}
    waits = row.first_unanswered_at
    if waits is None or message.said_at < waits:
        changes |= waiting.begun(message.said_at, promise)
    return changes


def _is_answered(row: Conversation, message: Message) -> bool:
    """Whether we said something later than the customer did."""
    if row.answered_revision == 0 and not row.preview_is_ours:
        return False
    ours = Message.objects.filter(conversation=row, direction=Message.Direction.OUT, deleted_at=None)
    return ours.filter(said_at__gt=message.said_at).exists()


def _over(row: Conversation, message: Message, promise: Promise | None) -> dict[str, Any]:
    """The wait that this message ends, written down; and the one that goes on, if she said more after it."""
    since = row.first_unanswered_at
    if since is None or message.said_at < since:
        return {}
    _write_down(row, since, message.said_at, promise)
    further = _first_unanswered(row, message.said_at, included=False)
    return dict(waiting.OVER) if further is None else waiting.begun(further, promise)


def _first_unanswered(row: Conversation, after: datetime, *, included: bool) -> datetime | None:
    said = Message.objects.filter(conversation=row, direction=Message.Direction.IN, deleted_at=None)
    said = said.filter(said_at__gte=after) if included else said.filter(said_at__gt=after)
    found: datetime | None = said.aggregate(at=Min("said_at"))["at"]
    return found


def _write_down(row: Conversation, since: datetime, at: datetime, promise: Promise | None) -> None:
    business = hours.worked(since, at, promise.hours) if promise else None
    due = row.answer_due_at
    Answer.objects.get_or_create(
        organization_id=row.organization_id,
        conversation_id=row.pk,
        asked_at=since,
        defaults={
            "brand_id": row.brand_id,
            "channel_id": row.channel_id,
            "day": since.astimezone(ZoneInfo(row.brand.zone)).date(),
            "answered_at": at,
            "seconds": round((at - since).total_seconds()),
            "business_seconds": None if business is None else round(business.total_seconds()),
            "kept": None if due is None else at <= due,
        },
    )


def _counted(row: Conversation, message: Message) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "message_count": F("message_count") + 1,
        "folded": searching.added(row.folded, message.text),
    }
    if message.said_at >= row.last_message_at or _is_last(row, message):
        changes |= {
            "last_message_at": message.said_at,
            "preview": _preview(message.text),
            "preview_is_ours": message.direction == Message.Direction.OUT,
        }
    return changes


def _is_last(row: Conversation, message: Message) -> bool:
    """Whether nothing that is still there was said later."""
    later = Message.objects.filter(conversation=row, deleted_at=None, said_at__gt=message.said_at)
    return not later.exists()


def _write(row: Conversation, changes: dict[str, Any]) -> None:
    """Write, and keep `row` as it is now: the next message of the same page finds it so."""
    row.__dict__.update((name, value) for name, value in changes.items() if not _is_computed(value))
    row.message_count += "message_count" in changes
    row.revision += 1
    if "answered_revision" in changes:
        row.answered_revision = row.revision
    Conversation.objects.filter(pk=row.pk).update(
        **changes, acts_at=waiting.acts_at(row), revision=F("revision") + 1, changed_at=Now()
    )


def _is_computed(value: object) -> bool:
    return hasattr(value, "resolve_expression")


def _folded(row: Conversation) -> str:
    said = Message.objects.filter(conversation=row, deleted_at=None).order_by("said_at", "id")
    folded = searching.beginning(row.customer_handle, row.customer_name)
    for text in said.values_list("text", flat=True):
        folded = searching.added(folded, text)
    return folded


def _preview(text: str) -> str:
    return " ".join(text.split())[:200]


def _latest(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else max(known, at)
