"""Who is told when a reply needs a person: its author and whose conversation it is, once per cause."""

from __future__ import annotations

from accounts.models import User
from activity.services import telling
from inbox import document
from inbox.models import Conversation, Reply
from inbox.services.telling import responsible

UNKNOWN = "publishing.unsure"
KINDS = {"refuse": "publishing.refused", "hold": "publishing.held", "ask": "publishing.asked"}
"""As outcomes name them; a reply's notices have names of their own."""
OWN = {
    "publishing.refused": "inbox.reply_refused",
    "publishing.held": "inbox.reply_held",
    "publishing.asked": "inbox.reply_asked",
    "publishing.unsure": "inbox.reply_unsure",
}


def tell(reply: Reply, kind: str, code: str) -> None:
    """A notice with this cause; nothing for "" — a move that nobody need hear of."""
    rows = Conversation.objects.select_related("brand", "assignee__user", "team")
    row: Conversation = rows.get(pk=reply.conversation_id)
    if not kind or row.brand.trashed_at is not None:
        return
    telling.tell(
        _concerned(reply, row),
        OWN[kind],
        subject=row.subject,
        cause=f"{reply.pk}:{code}:{reply.tries if code != 'worker_lost' else 0}",
        brand=row.brand,
        facts={
            "customer": row.customer,
            "text": document.from_bytes(reply.canonical).text[:120],
            "channel": reply.channel.handle,
            "network": reply.channel.network,
            "code": code,
        },
        mail=code != "paused",
    )


def _concerned(reply: Reply, row: Conversation) -> list[User]:
    people = responsible(row)
    author = reply.author
    return people if author is None or author in people else [*people, author]
