"""Taking in what networks tell: each message once, whatever comes twice, late, in another order, or by two ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import Brand
from calendar_app.models import Delivery
from connections.models import Channel
from core.text import clean
from inbox import searching, waiting
from inbox.models import Conversation, Message, Stray
from inbox.services import echoing, speaking
from inbox.waiting import Promise
from networks.base import Identity
from networks.conversing import Heard, Said, Spot

LONGEST_ID = 255
LONGEST_TEXT = 20_000
MOST_PICTURES = 10


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: messages that are new, changed (edited or deleted), and put by until what they belong to comes."""

    new: int = 0
    changed: int = 0
    strays: int = 0


@dataclass(slots=True)
class _Page:
    """What is known while the messages of one call are written, in one transaction and alone on the channel."""

    channel: Channel
    promise: Promise | None
    is_history: bool
    messages: dict[str, Message]
    rows: dict[Any, Conversation]


def take_in(channel: Channel, heard: Sequence[Heard], *, is_history: bool = False) -> Taken:
    """Write what was heard on a channel. The same again changes nothing. One transaction; ask inside the scope.

    `is_history`: from before we listened; nobody is warned of it. What cannot be stored (endless ids) is left out.
    """
    usable = [one for one in heard if _is_usable(one)]
    if not usable:
        return Taken()
    with transaction.atomic():
        speaking.alone(channel)
        page = _open(channel, usable, is_history=is_history)
        counts = dict.fromkeys(("new", "changed", "strays"), 0)
        for one in usable:
            for word in _take(page, one):
                counts[word] += 1
    return Taken(**counts)


def _open(channel: Channel, heard: Iterable[Heard], *, is_history: bool) -> _Page:
    ids = {one.spot.remote_id for one in heard} | {one.parent.remote_id for one in heard if one.parent}
    known = Message.objects.filter(channel=channel, remote_id__in=ids)
    brand = Brand.objects.get(pk=channel.brand_id)
    promise = waiting.promise_of(brand.pk, brand.zone)
    return _Page(channel, promise, is_history, {row.remote_id: row for row in known}, {})


def _take(page: _Page, one: Heard) -> list[str]:
    """Words for what became of it, and of what waited for it."""
    known = page.messages.get(one.spot.remote_id)
    if known is not None:
        return ["changed"] if _change(page, known, one) else []
    if one.is_deleted:
        return _put_by(page, one, waits_for=one.spot.remote_id)
    row = _own_conversation(page, one) if one.is_own else _conversation(page, one)
    if row is None:
        waits_for = one.parent.remote_id if one.parent and one.parent != one.thread else ""
        return _put_by(page, one, waits_for=waits_for) if waits_for else []
    message = _write(page, row, one)
    page.messages[message.remote_id] = message
    effect = speaking.answered if one.is_own else speaking.heard
    effect(row, message, page.promise)
    return ["new", *_strays(page, message.remote_id)]


def _conversation(page: _Page, one: Heard) -> Conversation:
    """The customer's conversation in this thread, locked; made when this is its first message."""
    found = _locked(page, Q(thread_id=one.thread.remote_id, customer_id=one.author.remote_id))
    if found is not None:
        return found
    channel, author = page.channel, one.author
    delivery = Delivery.objects.filter(channel=channel, remote_id=one.thread.remote_id).first()
    is_mention = one.kind == Said.MENTION
    made: Conversation = Conversation.objects.create(
        organization_id=channel.organization_id,
        brand_id=channel.brand_id,
        channel=channel,
        kind=Conversation.Kind.MENTION if is_mention else Conversation.Kind.COMMENT,
        thread_id=one.thread.remote_id,
        thread_stamp=one.thread.stamp[:LONGEST_ID],
        delivery=delivery,
        customer_id=author.remote_id,
        customer_handle=_short(author.handle),
        customer_name=_short(author.name),
        customer_url=_address(author.url),
        customer_avatar=_address(author.avatar_url),
        last_message_at=one.said_at,
        folded=searching.beginning(author.handle, author.name),
    )
    page.rows[made.pk] = made
    return made


def _own_conversation(page: _Page, one: Heard) -> Conversation | None:
    """Where we answered; None when what we answered is unknown (yet), or is no customer's message."""
    parent = page.messages.get(one.parent.remote_id) if one.parent else None
    return None if parent is None else _locked(page, Q(pk=parent.conversation_id))


def _locked(page: _Page, wanted: Q) -> Conversation | None:
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("brand")
    found: Conversation | None = rows.filter(wanted, channel=page.channel).first()
    if found is None:
        return None
    return page.rows.setdefault(found.pk, found)


def _write(page: _Page, row: Conversation, one: Heard) -> Message:
    channel = page.channel
    reply = echoing.reply_of(row, one) if one.is_own else None
    message: Message = Message.objects.create(
        organization_id=channel.organization_id,
        brand_id=channel.brand_id,
        conversation=row,
        channel=channel,
        direction=Message.Direction.OUT if one.is_own else Message.Direction.IN,
        remote_id=one.spot.remote_id,
        stamp=one.spot.stamp[:LONGEST_ID],
        parent_id=one.parent.remote_id[:LONGEST_ID] if one.parent else "",
        author_id=one.author.remote_id,
        author_handle=_short(one.author.handle),
        author_name=_short(one.author.name),
        author_avatar=_address(one.author.avatar_url),
        text=_text(one.text),
        url=_address(one.url),
        pictures=_pictures(one),
        said_at=one.said_at,
        edited_at=one.edited_at,
        is_history=page.is_history,
        reply=reply,
    )
    return message


def _change(page: _Page, known: Message, one: Heard) -> bool:
    """A later version of a known message, or the news that it is gone. An earlier one, or the same, changes nothing."""
    if known.deleted_at is not None:
        return False
    if one.is_deleted:
        changes: dict[str, Any] = {"deleted_at": Now(), "text": "", "pictures": []}
    elif _is_later(known, one):
        stamp = one.spot.stamp[:LONGEST_ID] or known.stamp
        changes = {
            "text": _text(one.text),
            "edited_at": one.edited_at,
            "pictures": _pictures(one),
            "stamp": stamp,
        }
    else:
        return False
    Message.objects.filter(pk=known.pk).update(**changes)
    known.refresh_from_db()
    row = _locked(page, Q(pk=known.conversation_id))
    if row is not None:
        speaking.taken_back(row, page.promise)
    return True


def _is_later(known: Message, one: Heard) -> bool:
    """By the network's own times; where it tells none, a text that differs is a later one."""
    if one.edited_at is not None:
        return known.edited_at is None or one.edited_at > known.edited_at
    return known.edited_at is None and known.text != _text(one.text) and known.reply_id is None


def _put_by(page: _Page, one: Heard, *, waits_for: str) -> list[str]:
    channel = page.channel
    _row, is_new = Stray.objects.get_or_create(
        organization_id=channel.organization_id,
        channel=channel,
        remote_id=one.spot.remote_id,
        defaults={"brand_id": channel.brand_id, "waits_for": waits_for[:LONGEST_ID], "heard": _kept(one)},
    )
    return ["strays"] if is_new else []


def _strays(page: _Page, remote_id: str) -> list[str]:
    """What waited for this message is taken in now."""
    waited = list(Stray.objects.filter(channel=page.channel, waits_for=remote_id).order_by("pk"))
    if not waited:
        return []
    Stray.objects.filter(pk__in=[row.pk for row in waited]).delete()
    return [word for row in waited for word in _take(page, _back(row.heard))]


def _kept(one: Heard) -> dict[str, Any]:
    values = asdict(one)
    for name in ("said_at", "edited_at"):
        values[name] = values[name].isoformat() if values[name] else None
    return values | {"text": _text(one.text), "pictures": list(one.pictures)}


def _back(values: dict[str, Any]) -> Heard:
    times = {name: values[name] and datetime.fromisoformat(values[name]) for name in ("said_at", "edited_at")}
    return Heard(
        **{
            **values,
            **times,
            "spot": Spot(**values["spot"]),
            "thread": Spot(**values["thread"]),
            "parent": Spot(**values["parent"]) if values["parent"] else None,
            "kind": Said(values["kind"]),
            "author": Identity(**values["author"]),
        }
    )


def _is_usable(one: Heard) -> bool:
    ids = [one.spot.remote_id]
    if not one.is_deleted:
        ids += [one.thread.remote_id, one.author.remote_id]
    return all(0 < len(name) <= LONGEST_ID and "\x00" not in name for name in ids)


def _text(text: str) -> str:
    """Of an untrusted server: what the database cannot hold falls away."""
    whole = "".join(letter for letter in text if letter != "\x00" and not "\ud800" <= letter <= "\udfff")
    return clean(whole)[:LONGEST_TEXT]


def _short(text: str) -> str:
    return " ".join(_text(text).split())[:LONGEST_ID]


def _address(url: str) -> str:
    usable = url.startswith(("https://", "http://")) and len(url) <= 500 and "\x00" not in url
    return url if usable else ""


def _pictures(one: Heard) -> list[str]:
    return [found for url in one.pictures[:MOST_PICTURES] if (found := _address(url))]
