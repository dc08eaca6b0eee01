"""The list of conversations as templates show it: everything ready, nothing to look up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import ngettext

from accounts.access import BrandRequest
from accounts.grants import Can
from connections import offered
from connections.models import Channel
from core import paging
from inbox import later, saying
from inbox.later import Later
from inbox.models import Conversation
from inbox.saying import Chip
from inbox.selectors import around, frame, queue
from inbox.selectors.around import Around, Somebody, Word
from inbox.views import filtering, queues, syncing
from inbox.views.filtering import Filters
from inbox.views.queues import Queue
from inbox.views.syncing import Deaf, Synced

MOST = 500
"""How many conversations one act can be about."""


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation. `is_waiting`: somebody waits for us; `is_ours`: we spoke last; `place`: network and channel."""

    id: UUID
    url: str
    name: str
    initials: str
    network: str
    place: str
    excerpt: str
    at: datetime
    when: str
    chip: Chip
    kind: str
    labels: tuple[str, ...]
    assignee: str
    assignee_initials: str
    is_waiting: bool
    is_ours: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """What every row needs to know: the inbox's address, the brand's zone, now, and which one is open."""

    base: str
    zone: str
    now: datetime
    current: UUID | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a filter."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The whole left side, its filters and header."""

    rows: list[Row]
    filters: Filters
    queue: Queue
    queues: list[Queue]
    channels: list[Choice]
    labels: tuple[Word, ...]
    people: tuple[Somebody, ...]
    kinds: list[tuple[str, str | Promise]]
    snoozes: list[Later]
    synced: Synced | None
    deaf: list[Deaf]
    count_words: str
    form_url: str
    live_url: str
    plain_url: str
    back_url: str
    bulk_url: str
    first_url: str
    more_url: str
    connect_url: str
    may_reply: bool
    word: str
    now: datetime

    @property
    def is_filtered(self) -> bool:
        """Whether something is filtered within the queue."""
        return self.filters.is_narrow

    @property
    def has_more(self) -> bool:
        """Whether the queue is longer than the page."""
        return bool(self.more_url or self.first_url)

    @property
    def most(self) -> int:
        """How many conversations one act can be about."""
        return MOST


def listing(request: BrandRequest, *, current: UUID | None = None) -> Listing:
    """The list that the address asks for, in four queries, five with words."""
    brand, access = request.brand, request.access
    filters = filtering.of_query(request.GET)
    base = reverse("inbox:inbox", args=[brand.slug])
    around_it = frame.frame(brand, membership=access.membership)  # first, for it has the page's word
    found = queue.page(brand, filters.wanted, membership=access.membership, after=filters.after)
    fresh = queue.freshness(brand)
    near, now = around_it.around, around_it.now
    tabs = queues.tabs(base, filters, around_it.counts)
    return Listing(
        rows=_rows(found, filters, Scene(base, brand.zone, now, current)),
        filters=filters,
        queue=next(tab for tab in tabs if tab.is_current),
        queues=tabs,
        channels=[Choice(str(one.channel.pk), _handle(one.channel)) for one in fresh],
        labels=near.labels,
        people=near.people,
        kinds=[(kind.value, kind.label) for kind in Conversation.Kind],
        snoozes=later.offers(now, brand.zone),
        synced=syncing.synced(fresh, now),
        deaf=syncing.deaf(fresh, brand.slug, may_connect=access.may(Can.CONNECT)),
        count_words=_count_words(len(found.rows)),
        connect_url=reverse("connections:connect", args=[brand.slug]) if access.may(Can.CONNECT) else "",
        may_reply=access.may(Can.REPLY),
        word=around_it.word,
        now=now,
        **_links(base, filters, found.after),
    )


def _rows(found: paging.Page, filters: Filters, scene: Scene) -> list[Row]:
    return [_row(one, f"{scene.base}{one.pk}/{filters.query}", scene) for one in found.rows]


def near_of(listed: Listing) -> Around:
    """What a conversation beside the list needs of it."""
    return Around(listed.labels, listed.people)


def _row(one: Conversation, url: str, scene: Scene) -> Row:
    here = ZoneInfo(scene.zone)
    at = one.last_message_at.astimezone(here)
    person = one.assignee.user if one.assignee else None
    owner = str(person) if person else one.team.name if one.team else ""
    network = offered.name_of(one.channel.network)
    is_mention = one.kind == Conversation.Kind.MENTION
    return Row(
        id=one.pk,
        url=url,
        name=one.customer,
        initials=around.initials(one.customer),
        network=one.channel.network,
        place=f"{network}, {_handle(one.channel)}",
        excerpt=one.preview,
        at=at,
        when=saying.moment(at, scene.now.astimezone(here)),
        chip=saying.chip(one, scene.now, scene.zone),
        kind=str(Conversation.Kind.MENTION.label) if is_mention else "",
        labels=tuple(tie.label.name for tie in one.labels.all()),
        assignee=owner,
        assignee_initials=around.initials(owner) if owner else "",
        is_waiting=one.first_unanswered_at is not None and one.state != Conversation.State.CLOSED,
        is_ours=one.preview_is_ours,
        is_current=one.pk == scene.current,
    )


def _handle(channel: Channel) -> str:
    return f"@{channel.handle}"


def _links(base: str, filters: Filters, after: str) -> dict[str, Any]:
    first = filters.first()
    return {
        "form_url": base,
        "live_url": f"{base}{filters.query or '?'}{'&' if filters.query else ''}part=list",
        "plain_url": base + filters.only(filters.queue).query,
        "back_url": base + filters.query,
        "bulk_url": f"{base}bulk/{filters.query}",
        "first_url": base + first.query if filters.after else "",
        "more_url": base + replace(filters, after=after).query if after else "",
    }


def _count_words(number: int) -> str:
    words = ngettext("%(number)d conversation", "%(number)d conversations", number)
    return words % {"number": number}
