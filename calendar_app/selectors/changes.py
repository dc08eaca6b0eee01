"""Has anything happened? One word for the state of a brand or a post, cheap enough to ask every four seconds."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Brand
from calendar_app.models import Delivery, Post
from core import live
from core.ledger import Event

NEWEST = 50


def of_brand(brand: Brand) -> str:
    """Another word after each event of the brand.

    Events are numbered when they are written and seen when they are committed, so a later look may find an earlier
    number: the word is made of the newest fifty, not of the last alone.
    """
    events = Event.objects.filter(brand_id=brand.pk).order_by("-id")
    return live.word(events.values_list("id", flat=True)[:NEWEST])


def of_post(post_id: UUID) -> str:
    """Another word after each event of the post and each move of its deliveries."""
    events = Event.objects.filter(subject=Post(pk=post_id).subject).order_by("-id")
    states = Delivery.objects.filter(post_id=post_id).order_by("pk").values_list("state", "due_at", "problem")
    return live.word([*events.values_list("id", flat=True)[:NEWEST], *states])
