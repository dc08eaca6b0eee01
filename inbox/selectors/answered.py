"""What somebody did in a conversation while another one was still writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.ledger import Event
from core.outbox.states import State
from inbox import document
from inbox.models import Conversation, Message, Reply


@dataclass(frozen=True, slots=True)
class Happened:
    """The last answer: who gave it ("" when it was given at the network itself), when, and its text."""

    who: str
    text: str
    at: datetime


def since(row: Conversation) -> Happened | None:
    """The last answer in a conversation, sent or on its way; None when it was closed after it. Three queries."""
    replies = Reply.objects.filter(conversation=row).exclude(state__in=[State.CANCELLED, State.LIVE])
    reply = replies.select_related("author").order_by("-created_at").first()
    messages = Message.objects.filter(conversation=row, direction="out", deleted_at=None)
    message = messages.select_related("reply__author").order_by("-said_at").first()
    found = [one for one in (_of_reply(reply), _of_message(message)) if one is not None]
    last = max(found, key=lambda one: one.at, default=None)
    closed = (
        Event.objects.filter(subject=row.subject, kind="inbox.conversation_closed").order_by("-id").first()
    )
    return None if last is None or (closed is not None and closed.at > last.at) else last


def _of_reply(reply: Reply | None) -> Happened | None:
    if reply is None:
        return None
    who = reply.author.name if reply.author else ""
    return Happened(who, document.from_bytes(reply.canonical).text, reply.created_at)


def _of_message(message: Message | None) -> Happened | None:
    if message is None:
        return None
    author = message.reply.author if message.reply else None
    return Happened(author.name if author else "", message.text, message.said_at)
