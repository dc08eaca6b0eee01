"""Listening: each channel is asked again and again what was said to it, often while people talk, seldom while it is quiet.

The network's own cursor says where to go on. What webhooks tell sooner is told here again; what they lose, here at last.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from calendar_app.models import Delivery
from connections import offered
from connections.client import Client, client_for
from connections.models import Channel
from connections.models.channel import Health
from core import clock
from core.outbox import lanes
from core.outbox.lanes import Wish
from core.outbox.states import State
from inbox.models import Conversation, Cursor, Hook
from inbox.services import hooking, ingest
from networks.conversing import Converses, Heard
from networks.errors import Busy, NetworkError, Reconnect, Refused

log = logging.getLogger(__name__)

LANE = "listen"
LIVELY, QUIET, QUIET_WITH_HOOK = 30.0, 900.0, 540.0
"""Seconds between questions. A webhook that was lost is made up for within ten minutes."""
FRESH = 20.0
"""Seconds from a post to the first question about it."""
SLOWER = 1.6
AFTER_POST = timedelta(hours=2)
BACKFILL = timedelta(days=30)
PAGES = 5
SIZE = 100
AT_ONCE = 1.0
AFTER_TROUBLE = 120.0


@dataclass(frozen=True, slots=True)
class Listened:
    """What a stream came to: how many messages are new, and whether it was read to its end."""

    new: int
    is_last: bool


def begin(channel: Channel) -> None:
    """Listen to a channel from now on: a cursor for each stream, a lane that is due at once. Twice is harmless."""
    streams = streams_of(channel)
    for stream in streams:
        Cursor.objects.get_or_create(
            organization_id=channel.organization_id,
            brand_id=channel.brand_id,
            channel=channel,
            stream=stream,
        )
    if streams:
        lanes.wake([Wish(LANE, str(channel.pk), channel.organization_id, clock.now())])


def expect_answers(channel: Channel) -> None:
    """A post went out: ask soon what people say to it, and from then on as often as while they talk."""
    if streams_of(channel):
        soon = clock.now() + timedelta(seconds=FRESH)
        lanes.wake([Wish(LANE, str(channel.pk), channel.organization_id, soon)])


def streams_of(channel: Channel) -> Sequence[str]:
    """What can be asked there; nothing where nobody can be answered."""
    try:
        network = offered.adapter(channel.network)
    except Refused:
        return ()
    return network.streams if isinstance(network, Converses) else ()


def listen(channel_id: UUID) -> float | None:
    """Ask a channel once; returns after how many seconds to ask again, None for: when somebody connects it.

    Not inside a transaction; inside the organization's scope.
    """
    channel = Channel.objects.filter(pk=channel_id).select_related("credential").first()
    if channel is None or channel.state != Health.HEALTHY:
        return None
    hooking.work(channel)
    cursors = list(Cursor.objects.filter(channel=channel).order_by("stream"))
    try:
        client = client_for(channel)
        hooking.order(channel, client)
        found = [_stream(client, cursor) for cursor in cursors]
    except Reconnect as error:
        _trouble(cursors, error)
        return None
    except NetworkError as error:
        _trouble(cursors, error)
        return max(AFTER_TROUBLE, error.retry_after if isinstance(error, Busy) else 0.0)
    return _next(channel, cursors, found)


def _stream(client: Client, cursor: Cursor) -> Listened:
    new = 0
    for _page in range(PAGES):
        try:
            page = client.listen(cursor.stream, cursor.cursor, SIZE)
        except Refused as error:
            if error.code != "cursor_unusable" or not cursor.cursor:
                raise
            cursor.cursor = ""
            continue
        new += _keep(cursor, page.messages, page.cursor, is_last=page.is_last)
        if page.is_last:
            return Listened(new, is_last=True)
    return Listened(new, is_last=False)


def _keep(cursor: Cursor, messages: Sequence[Heard], following: str, *, is_last: bool) -> int:
    """Messages and cursor in one transaction: what was not written is asked for again."""
    began = cursor.channel.connected_at
    oldest = clock.now() - BACKFILL
    known = [one for one in messages if one.said_at >= oldest]
    old = [one for one in known if cursor.is_history and one.said_at < began]
    fresh = [one for one in known if one not in old]
    with transaction.atomic():
        taken = ingest.take_in(cursor.channel, old, is_history=True).new
        taken += ingest.take_in(cursor.channel, fresh).new
        cursor.cursor, cursor.problem = following, ""
        cursor.is_history = cursor.is_history and not is_last
        cursor.save(update_fields=["cursor", "problem", "is_history"])
        times = {"asked_at": Now()} | ({"synced_at": Now()} if is_last else {})
        times |= {"heard_at": Now()} if taken else {}
        Cursor.objects.filter(pk=cursor.pk).update(**times)
    return taken


def _next(channel: Channel, cursors: list[Cursor], found: list[Listened]) -> float:
    if not all(one.is_last for one in found):
        return AT_ONCE
    slowest = (
        QUIET_WITH_HOOK if Hook.objects.filter(channel=channel, ordered_at__isnull=False).exists() else QUIET
    )
    before = min((one.interval for one in cursors), default=LIVELY)
    is_lively = any(one.new for one in found) or _expects_answers(channel)
    interval = LIVELY if is_lively else min(before * SLOWER, slowest)
    Cursor.objects.filter(channel=channel).update(interval=interval)
    return interval


def _expects_answers(channel: Channel) -> bool:
    """A post went out a short while ago, or people are talking with us right now."""
    since: datetime = clock.now() - AFTER_POST
    posts = Delivery.objects.filter(channel=channel, state=State.LIVE, settled_at__gt=since)
    talks = Conversation.objects.filter(
        channel=channel, last_message_at__gt=clock.now() - timedelta(minutes=10)
    )
    return posts.exists() or talks.exists()


def _trouble(cursors: list[Cursor], error: NetworkError) -> None:
    ids = [cursor.pk for cursor in cursors]
    Cursor.objects.filter(pk__in=ids).update(problem=error.code[:40], asked_at=Now())
    log.info("listening_failed", extra={"code": error.code, "detail": error.detail[:300]})
