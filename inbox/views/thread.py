"""What stands in a conversation, line by line, as templates show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import dated
from core.ledger import Event
from inbox import linking
from inbox.models import Conversation, Message, Note
from inbox.selectors.around import initials
from inbox.selectors.thread import Entry, Pending
from inbox.views import answers
from inbox.views.answers import Act

TEMPLATE = "inbox/talk/{}.html"


@dataclass(frozen=True, slots=True)
class Said:
    """A message at the network. `writer` is who wrote it here, "" for one that was written there."""

    id: int
    name: str
    initials: str
    at: datetime
    when: str
    html: SafeString
    writer: str
    url: str
    pictures: tuple[str, ...]
    like_url: str
    hide_url: str
    may_like: bool
    may_hide: bool
    is_own: bool
    is_liked: bool
    is_hidden: bool
    is_edited: bool
    is_deleted: bool
    template: str = TEMPLATE.format("message")


@dataclass(frozen=True, slots=True)
class Noted:
    """What a colleague wrote down."""

    name: str
    initials: str
    at: datetime
    when: str
    html: SafeString
    template: str = TEMPLATE.format("note")


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done with the conversation, in a sentence."""

    at: datetime
    when: str
    words: str
    template: str = TEMPLATE.format("event")


@dataclass(frozen=True, slots=True)
class Day:
    """A new day begins."""

    words: str
    template: str = TEMPLATE.format("day")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of ours that is not out (yet): its state, why, and what a person can do about it."""

    id: str
    name: str
    initials: str
    at: datetime
    when: str
    html: SafeString
    tone: str
    icon: str
    word: str | Promise
    sentence: str | Promise
    leaves_in: int = 0
    url: str = ""
    acts: list[Act] = field(default_factory=list)
    way_url: str = ""
    way_word: str = ""
    edit_word: str = ""
    template: str = TEMPLATE.format("reply")


@dataclass(frozen=True, slots=True)
class Scene:
    """What every line needs to know: the conversation, the reader's now in the brand's zone, what may be done there."""

    conversation: Conversation
    now: datetime
    may_reply: bool
    may_like: bool
    may_hide: bool
    may_connect: bool
    may_approve: bool

    @property
    def brand(self) -> str:
        """As it stands in addresses."""
        slug: str = self.conversation.brand.slug
        return slug

    def local(self, at: datetime) -> datetime:
        """The moment on the brand's clock."""
        return at.astimezone(self.now.tzinfo)

    def when(self, at: datetime) -> str:
        """The moment in words."""
        return f"{self.local(at):%H:%M}"


Line = Said | Noted | Happened | Day | Answer


def lines(entries: Iterable[Entry], scene: Scene) -> list[Line]:
    """Everything in order, with a line where a new day begins."""
    return list(_with_days(entries, scene))


def _with_days(entries: Iterable[Entry], scene: Scene) -> Iterator[Line]:
    seen: date | None = None
    for entry in entries:
        day = scene.local(entry.at).date()
        if day != seen and (seen or day != scene.now.date()):
            yield Day(dated(scene.local(entry.at), "l, j F") if day != scene.now.date() else _("Today"))
        seen = day
        line = _line(entry, scene)
        if line is not None:
            yield line


def _line(entry: Entry, scene: Scene) -> Line | None:
    if entry.message:
        return said(entry.message, scene)
    if entry.note:
        return _noted(entry.note, scene)
    if entry.pending:
        return _answer(entry.pending, scene)
    return _happened(entry.event, scene) if entry.event else None


def said(message: Message, scene: Scene) -> Said:
    """A message of the network."""
    is_own = message.direction == Message.Direction.OUT
    name = message.author_name or message.author_handle or scene.conversation.customer
    reply = message.reply if message.reply_id else None
    is_there = message.deleted_at is None
    words = {"brand": scene.brand, "conversation": scene.conversation.pk, "message": message.pk}
    return Said(
        id=message.pk,
        name=name,
        initials=initials(name),
        at=scene.local(message.said_at),
        when=scene.when(message.said_at),
        html=linking.linked(message.text),
        writer=str(reply.author) if reply and reply.author else "",
        url=message.url if is_there and message.url.startswith(linking.WEB) else "",
        pictures=tuple(one for one in message.pictures if one.startswith(linking.WEB)),
        like_url=reverse("inbox:like", kwargs=words),
        hide_url=reverse("inbox:hide", kwargs=words),
        may_like=scene.may_like and is_there and not is_own,
        may_hide=scene.may_hide and is_there and not is_own,
        is_own=is_own,
        is_liked=message.is_liked,
        is_hidden=message.is_hidden,
        is_edited=message.edited_at is not None,
        is_deleted=not is_there,
    )


def _noted(note: Note, scene: Scene) -> Noted:
    name = str(note.author) if note.author else pgettext("who did it", "Somebody")
    return Noted(
        name=name,
        initials=initials(name),
        at=scene.local(note.created_at),
        when=scene.when(note.created_at),
        html=linking.linked(note.text),
    )


def _answer(pending: Pending, scene: Scene) -> Answer:
    reply = pending.reply
    name = str(reply.author) if reply.author else pgettext("who did it", "Somebody")
    shown = answers.shown(
        reply,
        scene.conversation,
        now=scene.now,
        may_connect=scene.may_connect,
        may_approve=scene.may_approve,
    )
    return Answer(
        id=str(reply.pk),
        name=name,
        initials=initials(name),
        at=scene.local(reply.created_at),
        when=scene.when(reply.created_at),
        html=linking.linked(pending.text),
        tone=shown.tone,
        icon=shown.icon,
        word=shown.word,
        sentence=shown.sentence,
        leaves_in=shown.leaves_in,
        url=reply.remote_url if reply.remote_id else "",
        acts=shown.acts if scene.may_reply else [],
        way_url=shown.way_url,
        way_word=shown.way_word,
        edit_word=shown.edit_word,
    )


def _happened(event: Event, scene: Scene) -> Happened | None:
    words = _deed(event, scene)
    return Happened(scene.local(event.at), scene.when(event.at), words) if words else None


def _deed(event: Event, scene: Scene) -> str:
    facts = event.facts
    names: dict[str, Any] = {"who": event.by_name or pgettext("who did it", "Somebody")}
    if event.kind == "inbox.conversation_assigned":
        to = facts.get("to") or facts.get("team") or ""
        if to and to == event.by_name:
            return _("%(who)s took it") % names
        return (_("%(who)s gave it to %(to)s") if to else _("%(who)s gave it back to everybody")) % {
            **names,
            "to": to,
        }
    if event.kind == "inbox.conversation_snoozed":
        return _("%(who)s put it aside until %(when)s") % {
            **names,
            "when": _until(facts.get("until", ""), scene),
        }
    sentence = {
        "inbox.conversation_closed": _("%(who)s closed it"),
        "inbox.conversation_reopened": _("%(who)s opened it again"),
        "inbox.conversation_woken": _("it came back, as planned"),
        "inbox.conversation_waits": _("%(who)s waits for the customer"),
        "inbox.conversation_prioritized": _("%(who)s changed how urgent it is"),
    }.get(event.kind, "")
    return sentence % names if sentence else ""


def _until(told: str, scene: Scene) -> str:
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return ""
    return dated(at.astimezone(ZoneInfo(scene.conversation.brand.zone)), "D j M, H:i")
