"""What a review is of, and what the version before it said: documents and channels, in two queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from approvals import comparing
from approvals.models import Review
from calendar_app.document import Document
from connections.models import Channel


@dataclass(frozen=True, slots=True)
class Content:
    """`after` is None for a sort of things whose versions nobody can read; `before` where there was none to compare."""

    before: Document | None
    after: Document | None
    channels: Mapping[str, Channel]


def content(review: Review) -> Content:
    """Join `follows` to save a query."""
    former = review.follows
    versions: set[UUID] = {review.version} | ({former.version} if former else set())
    documents = comparing.documents(review.covers, versions)
    known = {*map(str, review.channel_ids)} | {one for made in documents.values() for one in made.channels}
    channels = Channel.objects.filter(pk__in=known).defer("problem")
    return Content(
        before=documents.get(former.version) if former else None,
        after=documents.get(review.version),
        channels={str(channel.pk): channel for channel in channels},
    )
