"""An open conversation as templates show it: head, messages, customer, and what a box needs to be filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.access import BrandRequest
from accounts.grants import Can
from accounts.models.organization import ReplyApproval
from accounts.services import policies
from calendar_app import wall
from calendar_app.models import Post
from connections import offered
from core.dates import dated
from inbox import later, linking, saying
from inbox.later import Later
from inbox.models import Conversation, Message
from inbox.saying import Chip
from inbox.selectors import thread as threads
from inbox.selectors.around import Around, Somebody, initials
from inbox.selectors.thread import Present, Thread
from inbox.views import filtering, saved
from inbox.views.saved import Offer
from inbox.views.thread import Line, Scene, lines
from media_library import addresses
from networks.conversing import Abilities, Converses

FITTING = 3
OTHERS = 2
"""Saved replies beside the conversation, and colleagues named above the box."""
Fact = tuple[str | Promise, str | Promise, str]


@dataclass(frozen=True, slots=True)
class Above:
    """What the conversation hangs from. `is_away`: its page is at the network, not here."""

    network: str
    words: str
    title: str
    text: str
    thumb: str
    alt: str
    url: str
    is_away: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of the brand, and whether the conversation has it."""

    pk: int
    name: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier conversation of the customer."""

    url: str
    excerpt: str
    words: str


@dataclass(frozen=True, slots=True)
class Teller:
    """A colleague who can be told of a note."""

    id: int
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Talk:
    """The whole of it."""

    id: UUID
    name: str
    initials: str
    handle: str
    customer_url: str
    number_words: str
    network_name: str
    channel: str
    chip: Chip
    zone: str
    post: Above | None
    lines: list[Line]
    facts: list[Fact]
    labels: tuple[str, ...]
    all_labels: list[Tag]
    assignee: str
    assignee_key: str
    people: tuple[Somebody, ...]
    tellable: list[Teller]
    snoozes: list[Later]
    saved: list[Offer]
    before: list[Before]
    others: list[Present]
    urls: dict[str, str]
    labels_url: str
    saved_url: str
    is_closed: bool
    may_reply: bool
    may_note: bool
    asks_approval: bool
    answers: Message | None
    thread: Thread

    @property
    def fitting(self) -> list[Offer]:
        """The saved replies used most, whose names are all known here."""
        return [one for one in self.saved if not one.missing][:FITTING]


def talk(request: BrandRequest, found: Thread, near: Around, now: datetime) -> Talk:
    """Everything about the conversation at `now`, in three queries more."""
    row, access = found.conversation, request.access
    query = filtering.of_query(request.GET).query
    now = now.astimezone(ZoneInfo(request.brand.zone))
    asks = asks_approval(request)
    scene = _scene(request, row, now, asks=asks)
    return Talk(
        id=row.pk,
        name=row.customer,
        initials=initials(row.customer),
        handle=f"@{row.customer_handle}" if row.customer_handle else row.customer_id,
        customer_url=row.customer_url if row.customer_url.startswith(linking.WEB) else "",
        number_words=_number_words(len(found.before)),
        network_name=offered.name_of(row.channel.network),
        channel=f"@{row.channel.handle}",
        chip=saying.chip(row, now, request.brand.zone),
        zone=wall.label(request.brand.zone, now),
        post=_above(found),
        lines=lines(found.entries, scene),
        facts=_facts(row, now),
        labels=tuple(tie.label.name for tie in row.labels.all()),
        all_labels=_tags(row, near),
        people=near.people,
        tellable=_tellable(request, near),
        snoozes=later.offers(now, request.brand.zone),
        saved=saved.offers(row, agent=access.person, query=query) if scene.may_reply else [],
        before=[_before(one, request.brand.slug, now) for one in found.before],
        others=threads.present(row.pk, but=access.person)[:OTHERS],
        urls=urls(request.brand.slug, row.pk, query),
        labels_url=reverse("inbox:labels", args=[request.brand.slug]) if scene.may_reply else "",
        saved_url=reverse("inbox:saved", args=[request.brand.slug]) if scene.may_reply else "",
        is_closed=row.state == Conversation.State.CLOSED,
        may_reply=scene.may_reply,
        may_note=access.may(Can.COMMENT),
        asks_approval=asks,
        answers=found.answerable,
        thread=found,
        **_owner(row),
    )


def urls(slug: str, conversation: UUID, query: str) -> dict[str, str]:
    """Where everything about a conversation is sent; `query` is the list beside it."""
    names = ("assign", "close", "reopen", "snooze", "label", "note", "reply", "here", "check")
    found = {name: reverse(f"inbox:{name}", args=[slug, conversation]) + query for name in names}
    page = reverse("inbox:conversation", args=[slug, conversation])
    joint = f"{page}{query}{'&' if query else '?'}"
    parts = {
        "live": "part=talk",
        "presence": "part=presence",
        "page_reply": "write=reply",
        "page_note": "write=note",
        "page_edit": "edit=",
    }
    return found | {name: joint + words for name, words in parts.items()} | {"page": page + query}


def asks_approval(request: BrandRequest) -> bool:
    """Whether what this person answers waits for somebody's yes."""
    rule = policies.of(request.brand).reply_approval
    if rule == ReplyApproval.NONE:
        return False
    return bool(rule == ReplyApproval.ALL or not request.access.may(Can.APPROVE))


def _scene(request: BrandRequest, row: Conversation, now: datetime, *, asks: bool) -> Scene:
    may, can = request.access.may, abilities(row.channel.network)
    replies = may(Can.REPLY)
    return Scene(
        conversation=row,
        now=now,
        may_reply=replies,
        may_like=replies and can.like,
        may_hide=replies and can.hide,
        may_connect=may(Can.CONNECT),
        may_approve=may(Can.APPROVE) and not asks,
    )


def abilities(network: str) -> Abilities:
    """What can be done with a message there besides answering it."""
    adapter = offered.adapter(network)
    return adapter.abilities if isinstance(adapter, Converses) else Abilities()


def _owner(row: Conversation) -> dict[str, str]:
    if row.assignee:
        return {"assignee": str(row.assignee.user), "assignee_key": f"m:{row.assignee.pk}"}
    if row.team:
        return {"assignee": row.team.name, "assignee_key": f"t:{row.team.pk}"}
    return {"assignee": "", "assignee_key": ""}


def _tags(row: Conversation, near: Around) -> list[Tag]:
    on = {tie.label_id for tie in row.labels.all()}
    return [Tag(one.pk, one.name, one.pk in on) for one in near.labels]


def _tellable(request: BrandRequest, near: Around) -> list[Teller]:
    others = [one for one in near.people if one.person is not None and one.person != request.access.person.pk]
    return [Teller(one.person or 0, one.name, one.initials) for one in others]


def _number_words(before: int) -> str:
    if not before:
        return _("first conversation")
    words = ngettext("%(number)d conversation before", "%(number)d conversations before", before)
    return words % {"number": before}


def _above(found: Thread) -> Above | None:
    row = found.conversation
    network = offered.name_of(row.channel.network)
    if found.post is not None and row.delivery is not None:
        return _our_post(found.post, row, network)
    first = next((entry.message for entry in found.entries if entry.message), None)
    if row.kind == Conversation.Kind.MENTION:
        url = first.url if first and first.url.startswith(linking.WEB) else ""
        words = _("A mention of you on %(network)s") % {"network": network}
        return Above(row.channel.network, words, "", "", "", "", url, is_away=True)
    words = _("Under a post on %(network)s that was not sent from here") % {"network": network}
    return Above(row.channel.network, words, "", "", "", "", "", is_away=True)


def _our_post(post: Post, row: Conversation, network: str) -> Above:
    at = post.planned_at.astimezone(ZoneInfo(row.brand.zone)) if post.planned_at else None
    words = _("Comment under this post on %(network)s") % {"network": network}
    if at:
        words = _("Comment under this post on %(network)s, %(when)s") % {
            "network": network,
            "when": dated(at, "D j M, H:i"),
        }
    cover = post.cover
    return Above(
        network=row.channel.network,
        words=words,
        title=post.headline or _("Without words"),
        text="",
        thumb=addresses.address(cover, "thumb") if cover else "",
        alt="",
        url=reverse("calendar_app:post", args=[row.brand.slug, post.pk]),
        is_away=False,
    )


def _facts(row: Conversation, now: datetime) -> list[Fact]:
    owner = _owner(row)["assignee"] or _("Nobody")
    facts: list[Fact] = [
        (pgettext("of a conversation", "Owner"), owner, ""),
        (pgettext("of a conversation", "State"), row.get_state_display(), ""),
        (pgettext("of a conversation", "Kind"), row.get_kind_display(), ""),
    ]
    if row.priority != Conversation.Priority.NORMAL:
        facts.append((_("Priority"), row.get_priority_display(), ""))
    if row.answer_due_at and row.state != Conversation.State.CLOSED:
        at = row.answer_due_at.astimezone(now.tzinfo)
        tone = "fail" if row.answer_due_at < now else ""
        facts.append(
            (_("Answer by"), f"{saying.moment(at, now)}, {saying.chip(row, now, row.brand.zone).word}", tone)
        )
    return facts


def _before(row: Conversation, slug: str, now: datetime) -> Before:
    at = row.last_message_at.astimezone(now.tzinfo)
    url = reverse("inbox:conversation", args=[slug, row.pk])
    return Before(url, row.preview or _("Without words"), f"{dated(at, 'j M')}, {row.get_state_display()}")
