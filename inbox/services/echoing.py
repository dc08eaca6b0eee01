"""Our own replies, heard again: which row of ours it was, also of one whose outcome nobody knew."""

from __future__ import annotations

from django.db.models.functions import Now

from core import ledger
from core.outbox.states import OUTGOING, State
from inbox import document
from inbox.models import Conversation, Reply
from networks.conversing import Heard


def reply_of(row: Conversation, one: Heard) -> Reply | None:
    """The reply that this message of ours is; None when somebody wrote it at the network itself.

    One of which nobody knew whether it is out is known to be by this. The conversation is locked.
    """
    sent: Reply | None = Reply.objects.filter(channel_id=row.channel_id, remote_id=one.spot.remote_id).first()
    if sent is not None:
        return sent
    doubted = Reply.objects.filter(conversation=row, state__in=[State.UNSURE, State.ASKING])
    for reply in doubted.select_related("answers").order_by("created_at"):
        if _is(reply, one):
            _seen(reply, one)
            return reply
    return None


def _is(reply: Reply, one: Heard) -> bool:
    said = document.from_bytes(reply.canonical)
    same_place = one.parent is not None and one.parent.remote_id == said.to.remote_id
    return same_place and said.text.split() == one.text.split()


def _seen(reply: Reply, one: Heard) -> None:
    OUTGOING.advance(
        reply,
        "see",
        remote_id=one.spot.remote_id,
        remote_url=one.url[:500],
        settled_at=Now(),
        due_at=None,
        problem="",
    )
    ledger.record(
        "inbox.reply_heard",
        f"conversation:{reply.conversation_id}",
        brand_id=reply.brand_id,
        reply=str(reply.pk),
    )
