"""Copying a post to a new draft, whatever became of the first."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calendar_app.document import Document, from_bytes
from calendar_app.models import Post
from calendar_app.services import composing
from calendar_app.services.content import Content
from connections.models import Channel
from connections.models.channel import Health
from connections.selectors import reachable
from core.errors import NotAllowed
from core.ledger import By
from media_library.models import Asset


def copy(post: Post, *, author: User, by: By) -> Post:
    """A draft without a time that says the same. Channels and pictures that are gone or not the author's are left out."""
    if post.version is None:
        raise NotAllowed(_("There is nothing in this post to copy."))
    document = from_bytes(post.version.canonical)
    content = content_of(document)
    closed = reachable.beyond(content.channels, by)
    mine = [pk for pk in content.channels if pk not in closed]
    return composing.create(post.brand, replace(content, channels=mine), author=author, by=by)


def content_of(document: Document) -> Content:
    """What a person would have typed for `document`, as far as it is still there: two queries."""
    wanted = [UUID(pk) for pk in document.channels]
    here = Channel.objects.filter(pk__in=wanted).exclude(state=Health.DISCONNECTED)
    channels = list(here.values_list("pk", flat=True))
    pictures = [(UUID(ref.asset), ref.alt) for ref in document.media]
    assets = set(Asset.objects.filter(pk__in=[pk for pk, _alt in pictures]).values_list("pk", flat=True))
    return Content(
        text=document.text,
        channels=channels,
        own={UUID(pk): words for pk, words in document.own.items() if UUID(pk) in channels},
        media=[(pk, alt) for pk, alt in pictures if pk in assets],
        crops={UUID(ref.asset): ref.crop for ref in document.media if ref.crop},
        own_crops={UUID(ref.asset): ref.crops for ref in document.media if ref.crops},
    )


def with_text(content: Content, text: str) -> Content:
    """The same with another text for all channels."""
    return replace(content, text=text, own={})
