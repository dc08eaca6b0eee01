"""What people search in conversations: who the customer is and what was said, and the patterns looked for in it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from core.text import fold
from media_library.searching import patterns

MOST = 1000
"""Conversations that a rare word may have; a commoner one is looked for from the newest conversation on."""
LONGEST = 4000
"""Letters of a conversation that can be found; the oldest words of a longer one are forgotten."""

__all__ = ["LONGEST", "MOST", "added", "beginning", "patterns", "rare"]


def beginning(handle: str, name: str) -> str:
    """The content of Conversation.folded before anything was said."""
    return f"{fold(name)} {fold(handle)}\n"


def added(folded: str, text: str) -> str:
    """The same with a further message."""
    head, _, said = folded.partition("\n")
    line = fold(text).replace("\n", " ")
    if line in said.split("\n"):
        return folded
    return f"{head}\n" + f"{said}{line}\n"[-LONGEST:]


def rare(wanted: list[str], brand_id: int) -> list[UUID] | None:
    """All conversations of the brand that are like the patterns; None when those are more than MOST. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_conversations(%s, %s, %s)", [wanted, brand_id, MOST + 1])
        found = [row[0] for row in cursor.fetchall()]
    return None if len(found) > MOST else found
