"""Being there: who looks at a conversation, who writes in it. Forgotten after some seconds; nothing depends on it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models.functions import Now

from accounts.models import User
from inbox.models import Conversation, Presence

LASTS = timedelta(seconds=15)


def here(conversation: Conversation, person: User, *, is_typing: bool = False) -> None:
    """She is here (and writes) for the next 15 seconds."""
    Presence.objects.update_or_create(
        organization_id=conversation.organization_id,
        brand_id=conversation.brand_id,
        conversation=conversation,
        person=person,
        defaults={"until": Now() + LASTS, "typing_until": Now() + LASTS if is_typing else None},
    )


def gone(conversation: Conversation, person: User) -> None:
    """She has left."""
    Presence.objects.filter(conversation=conversation, person=person).delete()


def forget() -> int:
    """Delete what is over in the open organization; returns how many rows."""
    return int(Presence.objects.filter(until__lt=Now() - LASTS).delete()[0])
