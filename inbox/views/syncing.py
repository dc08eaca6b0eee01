"""How fresh the inbox is: when each channel was read last, and which cannot be read and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from connections import offered, sentences
from connections.models.channel import Health
from inbox import saying
from inbox.selectors.queue import Freshness

OLD = timedelta(minutes=15)
"""A channel that was not read for longer is named."""


@dataclass(frozen=True, slots=True)
class Line:
    """One channel and when it was read."""

    network: str
    network_name: str
    handle: str
    words: str
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Synced:
    """All of them in a few words, and each by itself."""

    words: str
    lines: list[Line]
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Deaf:
    """A channel that cannot be read: why, and the one thing to do; `url` is "" when somebody else must."""

    handle: str
    network_name: str
    why: str | Promise
    verb: str
    url: str


def synced(fresh: Sequence[Freshness], now: datetime) -> Synced | None:
    """What the header says; None when no channel is read at all."""
    if not fresh:
        return None
    lines = [_line(one, now) for one in fresh]
    bad = [line for line in lines if line.is_bad]
    if bad:
        words = _("%(handle)s: %(words)s") % {"handle": bad[0].handle, "words": bad[0].words}
        return Synced(words, lines, is_bad=True)
    read = [one.synced_at for one in fresh if one.synced_at]
    if len(read) < len(fresh):
        return Synced(_("Reading for the first time"), lines, is_bad=False)
    if len(fresh) == 1:
        names = {"network": lines[0].network_name, "when": saying.ago(read[0], now)}
        return Synced(_("%(network)s read %(when)s") % names, lines, is_bad=False)
    return Synced(_("All channels read %(when)s") % {"when": saying.ago(min(read), now)}, lines, is_bad=False)


def deaf(fresh: Sequence[Freshness], brand: str, *, may_connect: bool) -> list[Deaf]:
    """The channels that cannot be read."""
    return [_deaf(one, brand, may_connect=may_connect) for one in fresh if _problem(one)]


def _problem(one: Freshness) -> str:
    if one.channel.state == Health.RECONNECT:
        return one.channel.problem or one.problem or "expired"
    return one.problem


def _line(one: Freshness, now: datetime) -> Line:
    problem, at = _problem(one), one.synced_at
    is_old = at is not None and now - at > OLD
    words = saying.ago(at, now) if at else _("not read yet")
    return Line(
        network=one.channel.network,
        network_name=offered.name_of(one.channel.network),
        handle=f"@{one.channel.handle}",
        words=words,
        is_bad=bool(problem) or is_old,
    )


def _deaf(one: Freshness, brand: str, *, may_connect: bool) -> Deaf:
    channel = one.channel
    is_locked = channel.state == Health.RECONNECT
    if is_locked and may_connect:
        verb, url = _("Reconnect"), reverse("connections:reconnect", args=[brand, channel.pk])
    else:
        verb, url = _("Look at the channel"), reverse("connections:channel", args=[brand, channel.pk])
    why = sentences.of(_problem(one), channel.network)
    return Deaf(f"@{channel.handle}", offered.name_of(channel.network), why, verb, url)
