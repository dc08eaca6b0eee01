"""Everything that can be known before a post goes out: one code for page, scheduling and sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import BrandPolicy
from calendar_app.document import Document
from connections import offered
from connections.models import Channel
from core.errors import DomainError
from media_library.models import Asset
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
    """One thing that must be put right first, as a sentence. `leaves_out`: leaving the channel out would do."""

    channel: Channel
    sentence: str
    leaves_out: bool = False


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
        if document.videos:
            found.append(Obstacle(channel, str(NO_VIDEO) % {"network": network.name}, leaves_out=True))
        findings = network.check(document.draft_for(str(channel.pk)))
        found.extend(
            Obstacle(channel, sentence(one)) for one in findings if not _is_about_videos(one, document)
        )
    return found


def undescribed(document: Document, brand_id: int) -> list[int]:
    """The places (from 1) of pictures that may not go out without a description: none where the brand wants none.

    At most two queries, and none when every picture has its description.
    """
    bare = {place: ref for place, ref in enumerate(document.media, 1) if not (ref.alt or ref.is_video)}
    if not bare or not BrandPolicy.objects.filter(brand_id=brand_id, alt_required=True).exists():
        return []
    wanted = [ref.asset for ref in bare.values()]
    waived = Asset.with_trash.filter(pk__in=wanted, alt_waived=True).values_list("pk", flat=True)
    spared = {str(pk) for pk in waived}
    return [place for place, ref in bare.items() if ref.asset not in spared]


def refuse_unfit(document: Document, channels: Sequence[Channel]) -> None:
    """Raises Unfit with all obstacles in one text."""
    sentences = [f"{one.channel.handle}: {one.sentence}" for one in obstacles(document, channels)]
    bare = undescribed(document, channels[0].brand_id) if channels else []
    sentences += [str(NO_ALT) % {"number": place} for place in bare]
    if sentences:
        raise Unfit(" ".join(sentences))


def _is_about_videos(finding: Finding, document: Document) -> bool:
    """A post of a video alone is not empty."""
    return bool(finding.problem == Problem.EMPTY and document.videos)


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


NO_VIDEO = gettext_lazy(
    "%(network)s takes no videos from here. Take the video out, or leave this channel out."
)
NO_ALT = gettext_lazy("Picture %(number)d needs a description; this brand wants one for every picture.")
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
