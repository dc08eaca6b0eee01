"""Has anything happened? One word for a brand's inbox or one conversation, cheap enough to ask every four seconds."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONArray, Now

from accounts.models import Brand
from core import live
from inbox.models import Conversation, Note, Presence, Reply

NEWEST = 50


def of_brand(brand: Brand) -> str:
    """Another word after each change of a conversation. One query."""
    return live.word(Brand.objects.filter(pk=brand.pk).values_list(column(brand), flat=True).get())


def column(brand: Brand) -> ArraySubquery:
    """What that word is made of, as a column of any query."""
    rows = Conversation.objects.filter(brand_id=brand.pk).order_by("-changed_at")
    return ArraySubquery(rows.values(json=JSONArray("pk", "revision"))[:NEWEST])


def of_conversation(conversation_id: UUID) -> str:
    """Another word after each change of the conversation, its replies and notes, and of who is there. Four queries."""
    revision = Conversation.objects.filter(pk=conversation_id).values_list("revision", flat=True)
    replies = Reply.objects.filter(conversation_id=conversation_id).order_by("pk")
    notes = Note.objects.filter(conversation_id=conversation_id).order_by("-pk")
    present = Presence.objects.filter(conversation_id=conversation_id, until__gt=Now()).order_by("pk")
    return live.word(
        [
            *revision,
            *replies.values_list("state", "problem"),
            *notes.values_list("pk")[:1],
            *present.annotate(types=Q(typing_until__gt=Now())).values_list("person_id", "types"),
        ]
    )
