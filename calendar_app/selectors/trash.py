"""The trash: what lies in it, who put it there, and how long it stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from calendar_app.models import Delivery, Post
from core import clock
from core.ledger import Event
from core.outbox.states import State
from core.paging import Page, page

DAYS = 30
SIZE = 50


@dataclass(frozen=True, slots=True)
class Trashed:
    """A post in the trash. `is_out`: it was published on some channel and stands there."""

    post: Post
    who: str
    at: datetime
    days_left: int
    is_out: bool


def trashed(*, after: str = "") -> tuple[Page, list[Trashed]]:
    """The open brand's, latest first, a page at a time: three queries."""
    live = Delivery.objects.filter(post=OuterRef("pk"), state=State.LIVE)
    posts = Post.trash.select_related("cover").annotate(is_out=Exists(live))
    found = page(posts, ("-trashed_at", "-id"), after=after, size=SIZE)
    names, now = _hands(found.rows), clock.now()
    return found, [_line(post, names.get(post.pk, ""), now) for post in found.rows]


def over() -> QuerySet[Post]:
    """What has been in the open scope's trash for so long that it goes for good."""
    rows: QuerySet[Post] = Post.trash.filter(trashed_at__lt=Now() - timedelta(days=DAYS))
    return rows


def _line(post: Post, who: str, now: datetime) -> Trashed:
    at = post.trashed_at or now
    left = max(0, ceil(DAYS - (now - at) / timedelta(days=1)))
    return Trashed(post, who, at, left, is_out=post.is_out)  # type: ignore[attr-defined]


def _hands(posts: Sequence[Post]) -> dict[UUID, str]:
    """Who trashed each of them last."""
    subjects = {post.subject: post.pk for post in posts}
    events = Event.objects.filter(kind="calendar_app.post_trashed", subject__in=list(subjects)).order_by("id")
    return {subjects[event.subject]: event.by_name for event in events}
