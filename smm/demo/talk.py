"""What people wrote under the demo's posts at the sandbox, and what the brand answered them there.

Everything is said at the sandbox itself and then taken in like any other message, so that whoever tries the product can
answer, like and hide it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import Brand
from connections.client import Client, client_for
from connections.models import Channel
from core.tenancy import scope
from inbox.services import ingest
from networks.base import Draft, Prepared
from networks.conversing import Heard, Spot
from smm.demo.crowd import Crowd
from smm.demo.past import Sent
from smm.demo.words import REMARKS, Remark

SHARE = 0.45
"""Of posts under which somebody wrote."""


def said(brand: Brand, sent: Sequence[Sent], rng: Random) -> int:
    """Let people write and the brand answer, oldest first; returns how many remarks. Outside any transaction."""
    crowd, remarks = Crowd(sent[0].channel.origin), REMARKS[brand.language]
    clients = {one.channel.pk: client_for(one.channel) for one in sent}
    chosen = [one for one in sent if rng.random() < SHARE]
    for one in chosen:
        remark = rng.choice(remarks)
        at = one.at.at + timedelta(minutes=rng.randrange(4, 600))
        if at > datetime.now(UTC) - timedelta(minutes=20):
            continue
        spot = crowd.comment(rng, one.where.remote_id, remark.text, at)
        _answer(clients[one.channel.pk], remark, spot, one.where.remote_id, at + _pause(rng))
    return len(chosen)


def _pause(rng: Random) -> timedelta:
    return timedelta(minutes=rng.choice((6, 14, 35, 50, 95, 260)))


def _answer(client: Client, remark: Remark, to: str, thread: str, at: datetime) -> None:
    if not remark.answer or at > datetime.now(UTC):
        return
    prepared = client.prepare_reply(Draft(text=remark.answer), Spot(to), Spot(thread))
    body: dict[str, Any] = {**prepared.body, "created_at": int(at.timestamp())}
    client.publish(Prepared(body), client.new_key(int(at.timestamp() * 1_000_000), 0), lambda: None)


def take_in(channels: Sequence[Channel]) -> int:
    """Hear all of it; returns how many messages are new. Outside any transaction."""
    new = 0
    for channel in channels:
        heard = _heard(client_for(channel))
        with scope.enter(channel.organization_id, [channel.brand_id]):
            new += ingest.take_in(channel, heard).new
    return new


def _heard(client: Client) -> list[Heard]:
    found: list[Heard] = []
    for stream in client.streams:
        cursor, is_last = "", False
        while not is_last:
            page = client.listen(stream, cursor, limit=100)
            found += page.messages
            cursor, is_last = page.cursor, page.is_last
    return sorted(found, key=lambda one: one.said_at)
