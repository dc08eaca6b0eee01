"""A reply that is surely out: it stands in its thread as a message of ours."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Now

from inbox import document, waiting
from inbox.models import Conversation, Message, Reply
from inbox.services import speaking


def locked(reply: Reply) -> Conversation:
    """The conversation of a reply, ours until the transaction ends; nobody else writes messages of its channel."""
    speaking.alone(reply.channel)
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("brand")
    found: Conversation = rows.get(pk=reply.conversation_id)
    return found


def said(row: Conversation, reply: Reply, *, at: datetime) -> None:
    """The reply, which has its id at the network by now, was said at this time. Heard before, it is only named."""
    fresh = Reply.objects.select_related("answers", "channel").get(pk=reply.pk)
    heard = Message.objects.filter(channel=fresh.channel, remote_id=fresh.remote_id)
    if heard.update(reply=fresh):
        return
    message = Message.objects.create(
        organization_id=row.organization_id,
        brand_id=row.brand_id,
        conversation=row,
        channel=fresh.channel,
        direction=Message.Direction.OUT,
        remote_id=fresh.remote_id,
        parent_id=fresh.answers.remote_id,
        author_id=fresh.channel.remote_id,
        author_handle=fresh.channel.handle,
        author_name=fresh.channel.name,
        text=document.from_bytes(fresh.canonical).text,
        url=fresh.remote_url,
        said_at=at,
        reply=fresh,
    )
    speaking.answered(row, message, waiting.promise_of(row.brand_id, row.brand.zone))


def touch(row: Conversation) -> None:
    """What is seen of the conversation has changed."""
    Conversation.objects.filter(pk=row.pk).update(revision=F("revision") + 1, changed_at=Now())
