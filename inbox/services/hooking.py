"""Webhooks: a network tells us by itself. Genuine bodies are kept as they came at once, and worked through afterwards."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.urls import reverse

from connections import offered
from connections.client import Client
from connections.models import Channel
from core import bell, clock, doors
from core.doors import Door
from core.outbox import lanes
from core.outbox.lanes import Claimed, Wish
from core.tenancy import scope
from inbox.models import Hook, HookBody
from inbox.services import ingest
from networks.conversing import Notifies, Told
from networks.errors import NetworkError, Refused

log = logging.getLogger(__name__)

LARGEST = 1_000_000
"""Bytes of a body."""
WINDOW = timedelta(minutes=10)
"""How far an event's own time may be from ours: an older one is a replay, and listening brings what it told."""
KEPT = timedelta(days=7)
AGAIN = timedelta(hours=1)
AT_ONCE = 100
TASK = "inbox.take_told"
LANE = "told"
UNHEARD = timedelta(seconds=5)
"""After how long a body is worked through though nobody heard its ring."""

HOOK = """
SELECT hook.organization_id, hook.brand_id, hook.channel_id, hook.secret, channel.remote_id AS account,
  clock_timestamp() AS now
FROM inbox_hook hook JOIN connections_channel channel
  ON channel.organization_id = hook.organization_id AND channel.id = hook.channel_id
WHERE hook.channel_id = %s AND channel.network = %s
"""
KEEP = """
WITH told AS (
  INSERT INTO inbox_hookevent (organization_id, brand_id, channel_id, event_id, received_at)
  SELECT %(organization)s, %(brand)s, %(channel)s::uuid, id, now() FROM unnest(%(ids)s::text[]) AS id
  ON CONFLICT DO NOTHING RETURNING event_id)
INSERT INTO inbox_hookbody (organization_id, brand_id, channel_id, body, problem)
SELECT %(organization)s, %(brand)s, %(channel)s::uuid, %(body)s, '' FROM told LIMIT 1
"""
"""The body, if at least one of its events was never told before; all are remembered."""


class Taken(Enum):
    """What became of a body."""

    UNKNOWN = 404
    """There is no such address."""
    FORGED = 401
    """Its signature is not the network's, or it was sent long ago, or is about another account. Nothing is kept."""
    KEPT = 200
    """It is worked through in a moment; or it is one of a kind that we do not know; or it came before."""


def take(network: str, key: str, body: bytes, headers: Mapping[str, str]) -> Taken:
    """Judge a body and keep it; header names in lower case. Asked without any scope. Four statements."""
    way, teller = doors.find(Door.Kind.HOOK, key), _teller(network)
    if way is None or teller is None:
        return Taken.UNKNOWN
    with scope.enter(way.organization_id), transaction.atomic():
        hook: Any = next(iter(Hook.objects.raw(HOOK, [way.target, network])), None)
        if hook is None:
            return Taken.UNKNOWN
        if not teller.is_genuine(body, headers, hook.secret):
            return Taken.FORGED
        return _keep(hook, teller, body)


def _keep(hook: Any, teller: Notifies, body: bytes) -> Taken:
    """`hook` knows the channel's `account` and what time it is `now`."""
    try:
        told = teller.told(body)
    except ValueError:
        return _set_aside(hook, body, problem="unreadable")
    if not told:
        return _set_aside(hook, body, problem="unknown")
    meant = [one for one in told if one.account_id == hook.account and abs(hook.now - one.sent_at) <= WINDOW]
    if not meant:
        return Taken.FORGED
    if _is_new(hook, meant, body):
        lanes.wake([Wish(LANE, str(hook.channel_id), hook.organization_id, hook.now + UNHEARD)])
        bell.ring_seldom(TASK, hook.organization_id, str(hook.channel_id), queue="inbox")
    return Taken.KEPT


def _is_new(hook: Hook, told: Sequence[Told], body: bytes) -> bool:
    values: dict[str, Any] = {
        "organization": hook.organization_id,
        "brand": hook.brand_id,
        "channel": str(hook.channel_id),
        "ids": sorted({one.event_id[:255] for one in told}),
        "body": body,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        return bool(cursor.rowcount)


def _set_aside(hook: Hook, body: bytes, problem: str) -> Taken:
    HookBody.objects.create(
        organization_id=hook.organization_id,
        brand_id=hook.brand_id,
        channel_id=hook.channel_id,
        body=body,
        problem=problem,
        taken_at=Now(),
    )
    return Taken.KEPT


def work(channel: Channel) -> int:
    """Take in what was told of a channel and waits; returns how many bodies. Two at once take different ones."""
    done = 0
    while some := _work_some(channel):
        done += some
    return done


def catch_up(lane: Claimed) -> None:
    """Work through what no ring was heard for, and give the lane back.

    What somebody else has in hand is looked at again in a moment, what its network cannot tell us now in an hour.
    """
    channel = Channel.objects.filter(pk=lane.key).first()
    if channel is not None:
        work(channel)
    lanes.lay_down_until(lane, lambda: _again_at(channel))


def _again_at(channel: Channel | None) -> datetime | None:
    if channel is None or not HookBody.objects.filter(channel=channel, taken_at=None).exists():
        return None
    return clock.now() + (UNHEARD if _teller(channel.network) else AGAIN)


def _work_some(channel: Channel) -> int:
    teller = _teller(channel.network)
    with transaction.atomic():
        rows = HookBody.objects.select_for_update(skip_locked=True, of=("self",))
        bodies = list(rows.filter(channel=channel, taken_at=None).order_by("id")[:AT_ONCE])
        if not bodies or teller is None:
            return 0
        heard = [one.heard for row in bodies for one in teller.told(bytes(row.body)) if one.heard is not None]
        ingest.take_in(channel, heard)
        HookBody.objects.filter(pk__in=[row.pk for row in bodies]).update(taken_at=Now())
        Hook.objects.filter(channel=channel).update(last_told_at=Now())
    return len(bodies)


def order(channel: Channel, client: Client) -> bool:
    """Have the network tell us of a channel, if it can and does not yet. Not inside a transaction.

    A network that will not is asked again in an hour; nothing depends on it.
    """
    if not client.notifies:
        return False
    hook = Hook.objects.filter(channel=channel).first() or _open(channel)
    if hook.ordered_at is not None or (hook.tried_at and clock.now() - hook.tried_at < AGAIN):
        return False
    Hook.objects.filter(pk=hook.pk).update(tried_at=Now())
    address = f"{settings.BASE_URL}{reverse('inbox:hook', args=[channel.network, hook.key])}"
    try:
        client.subscribe(address, hook.secret)
    except NetworkError as error:
        log.info("hook_not_ordered", extra={"code": error.code, "network": channel.network})
        return False
    Hook.objects.filter(pk=hook.pk).update(ordered_at=Now())
    return True


def _open(channel: Channel) -> Hook:
    """The door and the secret; both work from now on."""
    with transaction.atomic():
        key = secrets.token_urlsafe(32)
        hook: Hook = Hook.objects.create(
            organization_id=channel.organization_id,
            brand_id=channel.brand_id,
            channel=channel,
            key=key,
            secret=secrets.token_urlsafe(32),
        )
        doors.put(Door.Kind.HOOK, key, organization_id=channel.organization_id, target=str(channel.pk))
    return hook


def close(channel: Channel) -> None:
    """Nobody tells us of the channel any more."""
    with transaction.atomic():
        doors.revoke(Door.Kind.HOOK, organization_id=channel.organization_id, target=str(channel.pk))
        Hook.objects.filter(channel=channel).delete()


def _teller(network: str) -> Notifies | None:
    try:
        found = offered.adapter(network)
    except Refused:
        return None
    return found if isinstance(found, Notifies) else None
