"""How conversations and replies look in the API, coming and going."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from inbox import document
from inbox.models import Conversation, Message, Reply
from inbox.selectors.thread import Thread

LONGEST = 20_000


class ReplyWritten(serializers.Serializer[Any]):
    """What is answered; the conversation's revision that was seen stands in `If-Match`."""

    text = serializers.CharField(max_length=LONGEST, trim_whitespace=False)


class NoteWritten(serializers.Serializer[Any]):
    """What colleagues read; it never leaves."""

    text = serializers.CharField(max_length=LONGEST)


class HandlingWritten(serializers.Serializer[Any]):
    """What becomes of a conversation. `until` is for snoozed; `assignee` true is the key's maker, false nobody."""

    state = serializers.ChoiceField(Conversation.State.choices, required=False)
    until = serializers.DateTimeField(required=False)
    assignee = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something must be asked for, and sleep has an end."""
        if not {"state", "assignee"} & set(attrs):
            raise serializers.ValidationError("Send a state or an assignee.")
        if attrs.get("state") == Conversation.State.SNOOZED and "until" not in attrs:
            raise serializers.ValidationError({"until": ["Until when?"]})
        return attrs


class CustomerShown(serializers.Serializer[Any]):
    """Who wrote, as the network names her."""

    id = serializers.CharField()
    handle = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()


class ConversationShown(serializers.Serializer[Any]):
    """One customer under one post, or in one thread that mentions the brand."""

    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    channel = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    customer = CustomerShown()
    preview = serializers.CharField()
    messages = serializers.IntegerField()
    assignee = serializers.IntegerField(allow_null=True, help_text="A membership.")
    last_message_at = serializers.DateTimeField()
    waits_since = serializers.DateTimeField(allow_null=True)
    answer_due_at = serializers.DateTimeField(allow_null=True)
    snoozed_until = serializers.DateTimeField(allow_null=True)


class MessageShown(serializers.Serializer[Any]):
    """Something that was said, by the customer (in) or by the brand (out)."""

    id = serializers.IntegerField()
    direction = serializers.CharField()
    author = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()
    said_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class ReplyShown(serializers.Serializer[Any]):
    """An answer on its way. It is sent only when `state` is live; then `url` says where it is."""

    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    text = serializers.CharField()
    state = serializers.CharField()
    held_reason = serializers.CharField(help_text="approval: people must say yes first.")
    problem = serializers.CharField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()


class ConversationTold(ConversationShown):
    """A conversation with the newest messages and what is on its way."""

    said = MessageShown(many=True)
    replies = ReplyShown(many=True)


class PageOfConversations(serializers.Serializer[Any]):
    """A page; `next` is the cursor of the one behind it."""

    items = ConversationShown(many=True)
    next = serializers.CharField(allow_null=True)


def shown(row: Conversation) -> dict[str, Any]:
    """A conversation by itself."""
    return {
        "id": str(row.pk),
        "revision": row.revision,
        "channel": str(row.channel_id),
        "kind": row.kind,
        "state": row.state,
        "customer": {
            "id": row.customer_id,
            "handle": row.customer_handle,
            "name": row.customer_name,
            "url": row.customer_url,
        },
        "preview": row.preview,
        "messages": row.message_count,
        "assignee": row.assignee_id,
        "last_message_at": _moment(row.last_message_at),
        "waits_since": _moment(row.first_unanswered_at),
        "answer_due_at": _moment(row.answer_due_at),
        "snoozed_until": _moment(row.snoozed_until),
    }


def told(thread: Thread) -> dict[str, Any]:
    """A conversation with what was said in it."""
    return {
        **shown(thread.conversation),
        "said": [message(entry.message) for entry in thread.entries if entry.message],
        "replies": [reply(entry.pending.reply) for entry in thread.entries if entry.pending],
    }


def message(row: Message) -> dict[str, Any]:
    """Something that was said."""
    return {
        "id": row.pk,
        "direction": row.direction,
        "author": row.author_handle,
        "text": "" if row.deleted_at else row.text,
        "url": row.url,
        "said_at": _moment(row.said_at),
        "edited_at": _moment(row.edited_at),
        "deleted_at": _moment(row.deleted_at),
    }


def reply(row: Reply) -> dict[str, Any]:
    """An answer of ours."""
    return {
        "id": str(row.pk),
        "conversation": str(row.conversation_id),
        "text": document.from_bytes(row.canonical).text,
        "state": row.state,
        "held_reason": row.held_reason,
        "problem": row.problem,
        "url": row.remote_url,
        "created_at": _moment(row.created_at),
    }


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
