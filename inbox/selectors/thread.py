"""One conversation as its page shows it: what was said, noted and done, in order, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Prefetch, When
from django.db.models.functions import Now

from accounts.models import User
from calendar_app.models import Post
from core.ledger import Event
from core.outbox.states import State
from inbox import document
from inbox.models import Conversation, ConversationLabel, Message, Note, Presence, Reply

SIZE = 100
BEFORE = 10
SHOWN = frozenset(State) - {State.LIVE, State.CANCELLED}
"""Replies that stand in the thread as such; a live one stands there as its message."""
DEEDS = tuple(
    f"inbox.conversation_{deed}"
    for deed in ("assigned", "closed", "reopened", "snoozed", "woken", "waits", "prioritized")
)
"""What happened, where the thread shows it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A reply that is not out (yet), and its text."""

    reply: Reply
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the thread: exactly one of the four is there."""

    at: datetime
    message: Message | None = None
    note: Note | None = None
    pending: Pending | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """`entries` are the newest SIZE of each sort, oldest first; `has_earlier` says that there were more messages.

    `post` is our post above it, when we sent it; `before` are earlier conversations of this customer, newest first.
    """

    conversation: Conversation
    entries: tuple[Entry, ...]
    has_earlier: bool
    post: Post | None
    before: tuple[Conversation, ...]

    @property
    def answerable(self) -> Message | None:
        """The last message of the customer that is still there: what a reply answers."""
        said = [entry.message for entry in reversed(self.entries) if entry.message]
        return next((one for one in said if one.direction == "in" and one.deleted_at is None), None)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has the conversation open now."""

    person: User
    is_typing: bool


def thread(conversation_id: UUID) -> Thread | None:
    """The thread; None when the scope's brand has no such conversation. Eight queries."""
    known = Conversation.objects.select_related(
        "channel", "brand", "assignee__user", "team", "delivery__post__cover"
    )
    labels = Prefetch("labels", ConversationLabel.objects.select_related("label"))
    conversation = known.prefetch_related(labels).filter(pk=conversation_id).first()
    if conversation is None:
        return None
    rows = Message.objects.filter(conversation=conversation).select_related("reply__author")
    said = list(rows.order_by("-said_at", "-id")[: SIZE + 1])
    entries = [
        *(Entry(one.said_at, message=one) for one in said[:SIZE]),
        *_notes(conversation),
        *_pending(conversation),
        *_events(conversation),
    ]
    return Thread(
        conversation,
        tuple(sorted(entries, key=lambda entry: entry.at)),
        len(said) > SIZE,
        conversation.delivery.post if conversation.delivery else None,
        tuple(_before(conversation)),
    )


def _notes(conversation: Conversation) -> Iterable[Entry]:
    rows = Note.objects.filter(conversation=conversation).select_related("author").order_by("-id")
    return [Entry(note.created_at, note=note) for note in rows[:SIZE]]


def _pending(conversation: Conversation) -> Iterable[Entry]:
    rows = Reply.objects.filter(conversation=conversation, state__in=SHOWN).select_related("author")
    return [
        Entry(row.created_at, pending=Pending(row, document.from_bytes(row.canonical).text))
        for row in rows.order_by("-created_at")[:SIZE]
    ]


def _events(conversation: Conversation) -> Iterable[Entry]:
    rows = Event.objects.filter(subject=conversation.subject, kind__in=DEEDS).order_by("-id")
    return [Entry(event.at, event=event) for event in rows[:SIZE]]


def _before(conversation: Conversation) -> Iterable[Conversation]:
    rows = Conversation.objects.filter(
        brand_id=conversation.brand_id, customer_id=conversation.customer_id
    ).exclude(pk=conversation.pk)
    return rows.defer("folded").order_by("-last_message_at")[:BEFORE]


def earlier(conversation: Conversation, before: Message, size: int = SIZE) -> list[Message]:
    """The messages before that one, oldest first: one query."""
    rows = Message.objects.filter(conversation=conversation, said_at__lte=before.said_at).exclude(
        pk=before.pk
    )
    return list(reversed(rows.order_by("-said_at", "-id")[:size]))


def present(conversation_id: UUID, *, but: User) -> list[Present]:
    """Who else is here now, those who write first: one query."""
    rows = Presence.objects.filter(conversation_id=conversation_id, until__gt=Now()).exclude(person=but)
    typing = Case(When(typing_until__gt=Now(), then=True), default=False)
    rows = rows.select_related("person").annotate(is_typing=typing)
    found = [Present(row.person, row.is_typing) for row in rows.order_by("pk")]
    return sorted(found, key=lambda one: not one.is_typing)
