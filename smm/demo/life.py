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
from connections.models import Channel
from connections.services import connecting
from connections.services.connecting import NotConnected
from core.tenancy import scope
from smm.demo import past, talk
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
    assets = past.library(one.brand, one.captions, author=one.author)
    sent = past.publish(one.brand, channels, one.captions, rng)
    past.write(one.brand, sent, assets, author=one.author)
    talk.said(one.brand, sent, rng)
    talk.take_in(channels)
