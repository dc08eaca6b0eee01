"""One post: where it went, what happened in order, what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from accounts.models import Brand
from calendar_app import approving
from calendar_app.approving import Standing
from calendar_app.document import Document, from_bytes
from calendar_app.history import Line, line
from calendar_app.models import Delivery, Post
from calendar_app.selectors.shown import standing, summary
from calendar_app.states import SHOWN, Shown
from calendar_app.words import reason
from connections.models import Channel
from connections.selectors import trouble
from core import ledger
from core.outbox.states import FENCED, OUTGOING, State

UNSENT = (State.DRAFT, State.HELD, State.CANCELLED, State.EXPIRED, State.REFUSED)
"""States in which it matters how a post stands with its approval."""


@dataclass(frozen=True, slots=True)
class Destination:
    """One delivery as the page shows it. `actions` are what a person may decide now."""

    delivery: Delivery
    shown: Shown
    sentence: str | Promise
    text: str
    actions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Detail:
    """The whole page."""

    post: Post
    document: Document
    shown: Shown
    approval: Standing | None
    planned: datetime | None
    destinations: tuple[Destination, ...]
    log: tuple[Line, ...]

    @property
    def asking(self) -> tuple[Destination, ...]:
        """What a person must answer first."""
        return tuple(one for one in self.destinations if one.delivery.asks_people)

    @property
    def is_editable(self) -> bool:
        """Nothing of it may have left."""
        return all(one.delivery.state not in FENCED for one in self.destinations)

    @property
    def is_stoppable(self) -> bool:
        """Something of it waits and can be taken back."""
        return any(one.delivery.state == State.WAITING for one in self.destinations)


def detail(brand: Brand, post_id: UUID) -> Detail | None:
    """The post's page; None when there is no such post in this brand."""
    post = Post.objects.select_related("version", "author", "brand", "cover").filter(pk=post_id).first()
    if post is None or post.version is None:
        return None
    document = from_bytes(post.version.canonical)
    rows = list(
        post.deliveries.select_related("channel")
        .annotate(**trouble.seen("channel__network"))
        .order_by("channel__handle", "kind", "position")
    )
    zone = ZoneInfo(brand.zone)
    may_wait = all(row.state in UNSENT for row in rows)
    approval = approving.standings([post.pk]).get(post.pk) if may_wait else None
    channels = {str(row.pk): row.channel for row in rows}
    return Detail(
        post=post,
        document=document,
        shown=standing(summary(row.state for row in rows), approval),
        approval=approval,
        planned=post.planned_at.astimezone(zone) if post.planned_at else None,
        destinations=tuple(_destination(row, document) for row in rows),
        log=tuple(_log(post, zone, channels)),
    )


def _destination(row: Delivery, document: Document) -> Destination:
    return Destination(
        delivery=row,
        shown=SHOWN[row.state],
        sentence=reason(row),
        text=document.text_for(str(row.channel_id)),
        actions=OUTGOING.actions(row.state),
    )


def _log(post: Post, zone: ZoneInfo, channels: dict[str, Channel]) -> list[Line]:
    lines: list[Any] = [line(event, zone, channels) for event in ledger.of(post.subject)]
    return [one for one in lines if one is not None]
