"""Everything that can be known before a post goes out: one code for page, scheduling and sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app.document import Document
from connections import offered
from connections.models import Channel
from core.errors import DomainError
from networks.base import Finding, Problem


class Unfit(DomainError):
    """The post cannot go out as it is."""

    code = "unfit"


@dataclass(frozen=True, slots=True)
class Count:
    """How long a channel's text is, in its network's own unit."""

    channel: Channel
    used: int
    limit: int

    @property
    def over(self) -> int:
        """By how much it is too long; 0 when it fits."""
        return max(0, self.used - self.limit)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that must be put right first, as a sentence."""

    channel: Channel
    sentence: str


def counts(document: Document, channels: Sequence[Channel]) -> list[Count]:
    """The counter of each channel."""
    found = []
    for channel in channels:
        network = offered.adapter(channel.network)
        used = network.measure(document.text_for(str(channel.pk)))
        found.append(Count(channel, used, network.limits.text))
    return found


def obstacles(document: Document, channels: Sequence[Channel]) -> list[Obstacle]:
    """Everything that stands in the way, channel by channel."""
    found = []
    for channel in channels:
        if not channel.is_healthy:
            found.append(Obstacle(channel, _("Reconnect this channel first; it does not let us in.")))
        network = offered.adapter(channel.network)
        for finding in network.check(document.draft_for(str(channel.pk))):
            found.append(Obstacle(channel, sentence(finding)))
    return found


def refuse_unfit(document: Document, channels: Sequence[Channel]) -> None:
    """Raises Unfit with all obstacles in one text."""
    found = obstacles(document, channels)
    if found:
        raise Unfit(" ".join(f"{one.channel.handle}: {one.sentence}" for one in found))


def sentence(finding: Finding) -> str:
    """What is wrong and what to do."""
    over = finding.amount - finding.limit
    number = (finding.picture or 0) + 1
    match finding.problem:
        case Problem.EMPTY:
            return _("There is nothing to send yet. Write a text or add a picture.")
        case Problem.TEXT_TOO_LONG:
            return ngettext(
                "The text is %(over)d character over the limit of %(limit)d. Shorten it.",
                "The text is %(over)d characters over the limit of %(limit)d. Shorten it.",
                over,
            ) % {"over": over, "limit": finding.limit}
        case Problem.TOO_MANY_PICTURES:
            return _("%(amount)d pictures are too many here; at most %(limit)d are allowed.") % {
                "amount": finding.amount,
                "limit": finding.limit,
            }
        case Problem.ALT_TOO_LONG:
            return _("The description of picture %(number)d is too long; at most %(limit)d characters.") % {
                "number": number,
                "limit": finding.limit,
            }
        case Problem.PICTURE_TOO_BIG:
            return _("Picture %(number)d is too big for this network.") % {"number": number}
        case Problem.PICTURE_KIND:
            return _("Picture %(number)d is of a kind that this network does not take.") % {"number": number}
        case Problem.TEXT_UNUSABLE:
            return _("The text holds characters that this network does not take.")
