"""A brand's channels as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand, Membership
from connections import offered, sentences
from connections.models import Channel
from connections.models.channel import Health
from connections.selectors import reachable, trouble
from core import ledger

JUST_NOW, TODAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One channel: its account, its health in words, and what a person can do about it."""

    channel: Channel
    network: str
    tone: str
    icon: str
    word: str
    reason: str
    key: str
    may_reconnect: bool

    @property
    def needs_somebody(self) -> bool:
        """Whether it waits for a person."""
        return self.channel.state == Health.RECONNECT

    @property
    def is_over(self) -> bool:
        """Whether it was disconnected by a person."""
        return self.channel.state == Health.DISCONNECTED

    @property
    def last_ok(self) -> str:
        """How long ago its last success is: "now", "recent" or "old"; "" for never."""
        moment = self.channel.last_ok_at
        if moment is None:
            return ""
        age = timezone.now() - moment
        return "now" if age < JUST_NOW else "recent" if age < TODAY else "old"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to a channel."""

    at: datetime
    tone: str
    icon: str
    words: str


def lines(membership: Membership) -> list[Line]:
    """The channels of the open brand that she may use: those that need a person first, disconnected ones last. One query."""
    order = [Health.RECONNECT, Health.HEALTHY, Health.DISCONNECTED]
    mine = Channel.objects.filter(reachable.by_member(membership))
    known = mine.select_related("credential").annotate(**trouble.seen())
    rows = known.order_by("network", "handle", "pk")
    return sorted((line(row) for row in rows), key=lambda each: order.index(Health(each.channel.state)))


def by_brand(brands: Iterable[Brand]) -> list[tuple[Brand, list[Channel]]]:
    """The connected channels of each brand that has some. One query."""
    known = Channel.objects.exclude(state=Health.DISCONNECTED).order_by("network", "handle")
    found: dict[int, list[Channel]] = {}
    for channel in known:
        found.setdefault(channel.brand_id, []).append(channel)
    return [(brand, found[brand.pk]) for brand in brands if brand.pk in found]


def line(channel: Channel) -> Line:
    """One channel; join its credential to save a query."""
    network = offered.name_of(channel.network)
    tone, icon, word = _state(channel)
    return Line(
        channel=channel,
        network=network,
        tone=tone,
        icon=icon,
        word=word,
        reason=sentences.of(channel.problem, channel.network) if channel.problem else "",
        key=_key(channel),
        may_reconnect=offered.offer(channel.network) is not None,
    )


def history(channel: Channel) -> list[Moment]:
    """What happened to a channel, newest first, in words."""
    return [_moment(event, channel.network) for event in reversed(ledger.of(channel.subject))]


def _state(channel: Channel) -> tuple[str, str, str]:
    if channel.state == Health.RECONNECT:
        return "fail", "triangle-alert", _("Locked out")
    if channel.state == Health.DISCONNECTED:
        return "draft", "unplug", _("Disconnected")
    return "done", "check", _("Healthy")


def _key(channel: Channel) -> str:
    if channel.state == Health.RECONNECT:
        return _("ended")
    held = getattr(channel, "credential", None)
    if held is None:
        return _("none")
    return _("renews itself") if held.expires_at else _("no end known")


def _moment(event: ledger.Event, network: str) -> Moment:
    facts = {
        "who": event.by_name or "Meydan",
        "handle": event.facts.get("handle", ""),
        "reason": sentences.of(str(event.facts.get("code", "")), network),
    }
    tone, icon, words = _words().get(event.kind, ("draft", "history", ""))
    return Moment(event.at, tone, icon, words % facts)


def _words() -> dict[str, tuple[str, str, str]]:
    return {
        "connections.channel_connected": ("done", "plug", _("%(who)s connected it as @%(handle)s.")),
        "connections.channel_reconnected": ("done", "plug", _("%(who)s connected it again as @%(handle)s.")),
        "connections.reconnect_needed": ("fail", "plug-zap", "%(reason)s"),
        "connections.channel_disconnected": (
            "draft",
            "unplug",
            _("%(who)s disconnected it and its keys were deleted."),
        ),
        "accounts.hold_placed": ("wait", "octagon-pause", _("%(who)s paused publishing here.")),
        "accounts.hold_ended": ("done", "play", _("%(who)s ended the pause.")),
    }
