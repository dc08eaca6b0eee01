"""Sixty days of life for the demo's brands: seeded, so that everybody sees the same, and made at the sandbox for real.

Without a sandbox that answers there is nothing to live on, and the demo keeps its drafts alone.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from accounts.access import by
from accounts.models import Brand, User
from analytics.models import ChannelDay
from calendar_app.services import requiring
from connections.models import Channel
from connections.services import connecting
from connections.services.connecting import NotConnected
from core.tenancy import scope
from smm.demo import analytics, approvals, inbox, past, plans, reports, talk
from smm.demo.crowd import Crowd
from smm.demo.words import Caption

SEED = 20261014
SANDBOX = "sandbox"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Living:
    """A brand, its handles at the sandbox, what it says, and who writes it."""

    brand: Brand
    handles: Sequence[str]
    captions: Sequence[Caption]
    author: User
    wants_approval: bool = False


def fill(living: Sequence[Living]) -> bool:
    """The same life at every run, told from today. Outside any transaction. False when no sandbox answers."""
    for number, one in enumerate(living):
        rng = Random(SEED + number)  # noqa: S311 - the same every time is what is wanted
        with scope.enter(one.brand.organization_id, [one.brand.pk]):
            channels = _connected(one)
            if not channels:
                return False
            _live(one, channels, rng)
    return True


def _connected(one: Living) -> list[Channel]:
    try:
        return [
            connecting.connect(one.brand, SANDBOX, {"handle": handle}, by(one.author))
            for handle in one.handles
        ]
    except NotConnected:
        log.warning("demo_without_sandbox")
        return []


def _live(one: Living, channels: Sequence[Channel], rng: Random) -> None:
    brand, author = one.brand, one.author
    inbox.settle(brand, author)
    assets = past.library(brand, one.captions, author=author)
    sent = past.publish(brand, channels, one.captions, rng)
    deliveries = past.write(brand, sent, assets, author=author)
    talk.said(brand, sent, rng)
    talk.take_in(channels)
    inbox.handle(brand, author, rng)
    analytics.tell_of(brand, author, deliveries, rng)
    _gather(channels)
    if one.wants_approval:
        requiring.require_approval(brand, required=True, was=False, by=by(author))
        plans.propose(brand, channels, one.captions, assets, author=author)
        approvals.fill(brand, rng)
    plans.fill(brand, channels, one.captions, assets, author=author)
    reports.fill(brand, rng=rng)


def _gather(channels: Sequence[Channel]) -> None:
    """As many follow at the sandbox as were counted last."""
    for channel in channels:
        last = ChannelDay.objects.filter(channel=channel).order_by("-day").first()
        if last is not None and last.followers is not None:
            Crowd(channel.origin).gather(channel.handle, last.followers)
