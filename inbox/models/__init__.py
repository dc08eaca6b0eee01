"""The room's tables."""

from __future__ import annotations

from inbox.models.answer import Answer
from inbox.models.conversation import Conversation
from inbox.models.cursor import Cursor
from inbox.models.hook import Hook, HookBody, HookEvent
from inbox.models.label import ConversationLabel, Label
from inbox.models.message import Message, Stray
from inbox.models.note import Note
from inbox.models.presence import Presence
from inbox.models.reply import Reply
from inbox.models.reply_attempt import ReplyAttempt
from inbox.models.saved_reply import SavedReply
from inbox.models.sla_policy import SlaPolicy

__all__ = [
    "Answer",
    "Conversation",
    "ConversationLabel",
    "Cursor",
    "Hook",
    "HookBody",
    "HookEvent",
    "Label",
    "Message",
    "Note",
    "Presence",
    "Reply",
    "ReplyAttempt",
    "SavedReply",
    "SlaPolicy",
    "Stray",
]
