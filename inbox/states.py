"""Whose turn it is in a conversation, and how that changes. Replies move by core.outbox."""

from __future__ import annotations

from core.flow import Flow
from inbox.models.conversation import Conversation

S = Conversation.State

# "hear" is a message of the customer, "answer" one of ours that is surely there.
CONVERSATION = Flow(
    {
        S.OPEN: {
            "hear": S.OPEN,
            "answer": S.WAITING,
            "wait": S.WAITING,
            "snooze": S.SNOOZED,
            "close": S.CLOSED,
        },
        S.WAITING: {
            "hear": S.OPEN,
            "answer": S.WAITING,
            "reopen": S.OPEN,
            "snooze": S.SNOOZED,
            "close": S.CLOSED,
        },
        S.SNOOZED: {
            "hear": S.OPEN,
            "answer": S.WAITING,
            "wake": S.OPEN,
            "reopen": S.OPEN,
            "wait": S.WAITING,
            "snooze": S.SNOOZED,
            "close": S.CLOSED,
        },
        S.CLOSED: {"hear": S.OPEN, "answer": S.CLOSED, "reopen": S.OPEN, "snooze": S.SNOOZED},
    }
)
