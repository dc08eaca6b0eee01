"""Everything that can be known before a post goes out: one code for page, scheduling and sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
        findings = network.check(document.draft_for(str(channel.pk)))
        found.extend(Obstacle(channel, sentence(finding)) for finding in findings)
    return found


def refuse_unfit(document: Document, channels: Sequence[Channel]) -> None:
    """Raises Unfit with all obstacles in one text."""
    found = obstacles(document, channels)
    if found:
        raise Unfit(" ".join(f"{one.channel.handle}: {one.sentence}" for one in found))


def sentence(finding: Finding) -> str:
    """What is wrong and what to do."""
    over = finding.amount - finding.limit
    facts = {
        "over": over,
        "amount": finding.amount,
        "limit": finding.limit,
        "number": (finding.picture or 0) + 1,
    }
    if finding.problem == Problem.TEXT_TOO_LONG:
        return too_long(over) % facts
    return str(SENTENCES[finding.problem]) % facts


def too_long(over: int) -> str:
    """The sentence in the right plural."""
    return ngettext(
        "The text is %(over)d character over the limit of %(limit)d. Shorten it.",
        "The text is %(over)d characters over the limit of %(limit)d. Shorten it.",
        over,
    )


SENTENCES = {
    Problem.EMPTY: gettext_lazy("There is nothing to send yet. Write a text or add a picture."),
    Problem.TOO_MANY_PICTURES: gettext_lazy(
        "%(amount)d pictures are too many here; at most %(limit)d are allowed."
    ),
    Problem.ALT_TOO_LONG: gettext_lazy(
        "The description of picture %(number)d is too long; at most %(limit)d characters."
    ),
    Problem.PICTURE_TOO_BIG: gettext_lazy("Picture %(number)d is too big for this network."),
    Problem.PICTURE_KIND: gettext_lazy("Picture %(number)d is of a kind that this network does not take."),
    Problem.TEXT_UNUSABLE: gettext_lazy("The text holds characters that this network does not take."),
}
