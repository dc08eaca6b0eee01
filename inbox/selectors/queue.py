"""The list of conversations: views with filters and words, by keyset; how much is in each view; how fresh it all is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import JSONObject, Now

from accounts.models import Brand, Membership, User
from connections.models import Channel
from connections.models.channel import Health
from core import paging
from core.paging import Page
from inbox import searching
from inbox.models import Conversation, ConversationLabel, Cursor, Label

NEWEST = ("-last_message_at", "-id")
MOST_URGENT = ("answer_due_at", "id")
LONGEST_WAITING = ("first_unanswered_at", "id")
SIZE = 50
MOST_COUNTED = 100
"""Counts end here ("99+"), so that they cost the same in any inbox."""
SOON = timedelta(hours=1)
"""What must be answered within this time, or should have been, is "due soon"."""


class View(StrEnum):
    """What is looked at."""

    ALL = "all"
    OPEN = "open"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    UNANSWERED = "unanswered"
    DUE = "due"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    DONE = "done"


ORDERS = {View.DUE: MOST_URGENT, View.UNANSWERED: LONGEST_WAITING}
STATES = {
    View.OPEN: Conversation.State.OPEN,
    View.WAITING: Conversation.State.WAITING,
    View.SNOOZED: Conversation.State.SNOOZED,
    View.DONE: Conversation.State.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations. None and "" mean every one.

    `assignee`, `team` and `label` are ids, `kind` is one of Conversation.Kind.
    """

    view: View = View.OPEN
    words: str = ""
    channel: UUID | None = None
    assignee: int | None = None
    team: int | None = None
    label: int | None = None
    kind: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many conversations are in each view, at most MOST_COUNTED."""

    open: int
    mine: int
    unassigned: int
    unanswered: int
    due: int
    waiting: int
    snoozed: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a channel was last read to its end; `problem` is the code of what keeps us from it, "" for nothing.

    `synced_at` None: it was never read whole.
    """

    channel: Channel
    synced_at: datetime | None
    problem: str


def page(
    brand: Brand, wanted: Wanted, *, membership: Membership | None = None, after: str = "", size: int = SIZE
) -> Page:
    """A page of Conversations (`.rows`) and the cursor of the next (`.after`); two queries, three with words.

    Each row has its `channel`, `assignee.user`, `team`, `delivery`, and in `labels.all()` ConversationLabels with their
    `label`. `membership` is whose "mine" is; without one nothing is hers.
    """
    rows = matching(brand, wanted, membership=membership)
    rows = rows.select_related("channel", "assignee__user", "team", "delivery__post")
    rows = rows.prefetch_related(Prefetch("labels", ConversationLabel.objects.select_related("label"))).defer(
        "folded"
    )
    return paging.page(rows, ORDERS.get(wanted.view, NEWEST), after=after, size=size)


def matching(brand: Brand, wanted: Wanted, *, membership: Membership | None) -> QuerySet[Conversation]:
    """All conversations of the brand that are wanted, in no order."""
    rows: QuerySet[Conversation] = Conversation.objects.filter(brand_id=brand.pk)
    rows = _in_view(rows, wanted.view, membership)
    if wanted.channel is not None:
        rows = rows.filter(channel_id=wanted.channel)
    if wanted.assignee is not None:
        rows = rows.filter(assignee_id=wanted.assignee)
    if wanted.team is not None:
        rows = rows.filter(team_id=wanted.team)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.priority is not None:
        rows = rows.filter(priority=wanted.priority)
    if wanted.label is not None:
        labels = ConversationLabel.objects.filter(conversation=OuterRef("pk"), label_id=wanted.label)
        rows = rows.filter(Exists(labels))
    return _with_words(rows, brand, wanted.words)


def _in_view(
    rows: QuerySet[Conversation], view: View, membership: Membership | None
) -> QuerySet[Conversation]:
    if view in STATES:
        return rows.filter(state=STATES[view])
    if view == View.MINE:
        mine = rows.filter(state=Conversation.State.OPEN)
        return mine.filter(assignee=membership) if membership else rows.none()
    if view == View.UNASSIGNED:
        return rows.filter(state=Conversation.State.OPEN, assignee=None)
    if view == View.UNANSWERED:
        return rows.filter(first_unanswered_at__isnull=False)
    if view == View.DUE:
        return rows.filter(answer_due_at__isnull=False)
    return rows


def _with_words(rows: QuerySet[Conversation], brand: Brand, words: str) -> QuerySet[Conversation]:
    """A rare word by the index; a common one by walking from the newest, where it soon fills a page."""
    wanted = searching.patterns(words)
    if not wanted:
        return rows
    rare = searching.rare(wanted, brand.pk)
    if rare is not None:
        return rows.filter(pk__in=rare)
    for pattern in wanted:
        rows = rows.filter(_Like(F("folded"), models.Value(pattern)))
    return rows


class _Like(Func):
    """Plain LIKE with a pattern that is escaped already."""

    template = "%(expressions)s"
    arg_joiner = " LIKE "
    conditional = True
    output_field = models.BooleanField()


def counts(brand: Brand, *, membership: Membership | None = None) -> Counts:
    """How much is in each view: one query that costs the same in any inbox."""
    return counts_of(Brand.objects.filter(pk=brand.pk).values(**count_columns(brand, membership)).get())


def count_columns(brand: Brand, membership: Membership | None) -> dict[str, Subquery]:
    """The same as columns of any query."""
    rows: QuerySet[Conversation] = Conversation.objects.filter(brand_id=brand.pk)
    views = {name: _in_view(rows, View(name), membership) for name in Counts.__dataclass_fields__}
    views["due"] = views["due"].filter(answer_due_at__lte=Now() + SOON)
    return {f"n_{name}": _capped(found) for name, found in views.items()}


def counts_of(row: Mapping[str, Any]) -> Counts:
    """What those columns held."""
    return Counts(**{name: row[f"n_{name}"] or 0 for name in Counts.__dataclass_fields__})


def _capped(rows: QuerySet[Conversation]) -> Subquery:
    few = rows.order_by().values("pk")[:MOST_COUNTED]
    if rows.query.is_empty():
        return Subquery(Brand.objects.filter(pk=-1).values("pk"), output_field=IntegerField())
    return _CountOf(few, output_field=IntegerField())


class _CountOf(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"


def freshness(brand: Brand) -> list[Freshness]:
    """Each connected channel that is listened to, and how fresh what we know of it is: one query."""
    channels = Channel.objects.filter(brand_id=brand.pk).exclude(state=Health.DISCONNECTED)
    streams = Cursor.objects.filter(channel=OuterRef("pk")).order_by()
    oldest = streams.values("channel").annotate(at=models.Min("synced_at"), all=Count("synced_at"))
    problem = streams.exclude(problem="").values("problem")[:1]
    behind = Case(
        When(Exists(streams.filter(synced_at=None)), then=None), default=Subquery(oldest.values("at"))
    )
    rows = channels.filter(Exists(streams)).order_by("handle", "pk")
    rows = rows.annotate(synced=behind, trouble=Subquery(problem))
    return [Freshness(row, row.synced, row.problem or row.trouble or "") for row in rows]


def labels(brand: Brand) -> list[Label]:
    """The brand's labels by name: one query."""
    return list(Label.objects.filter(brand_id=brand.pk).order_by("key"))


def chosen(ids: Sequence[UUID]) -> list[Conversation]:
    """Those of the given conversations that the scope holds, newest first."""
    rows = Conversation.objects.filter(pk__in=list(ids)).select_related("channel", "brand")
    return list(rows.order_by(*NEWEST))


def mine_open(membership: Membership) -> Q:
    """For counting in the frame: what is open and hers."""
    return Q(assignee=membership, state=Conversation.State.OPEN)


def unanswered_by_brand(person: User) -> Any:
    """How many people wait for an answer in each brand, at most MOST_COUNTED (accounts.membership.count_by_brand)."""
    rows: QuerySet[Conversation] = Conversation.objects.filter(brand_id=OuterRef("pk"))
    waiting = _capped(_in_view(rows, View.UNANSWERED, None))
    brands = Brand.objects.annotate(number=waiting).filter(number__gt=0).order_by()
    return ArraySubquery(brands.values(json=JSONObject(brand=F("pk"), number=F("number"))))
