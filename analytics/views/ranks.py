"""Ranked posts as lines of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Brand
from analytics import figures
from analytics.kpis import Kpi
from analytics.selectors.posts import Ranked
from core.dates import dated
from media_library.addresses import address


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post on one channel. `usual` is how it compares with the brand's middle post, "" when that is unknown."""

    headline: str
    url: str
    thumb: str
    network: str
    day: str
    word: str
    usual: str
    is_above: bool


def post_lines(found: Sequence[Ranked], kpi: Kpi, brand: Brand) -> list[PostLine]:
    """The lines, in their order."""
    return [_line(one, kpi, brand) for one in found]


def _line(one: Ranked, kpi: Kpi, brand: Brand) -> PostLine:
    post, channel = one.delivery.post, one.delivery.channel
    usual = (
        ""
        if one.times_usual is None
        else _("%(times)s×") % {"times": figures.exact(round(one.times_usual, 1))}
    )
    return PostLine(
        headline=post.headline,
        url=reverse("calendar_app:post", args=[brand.slug, post.pk]),
        thumb=address(post.cover, "thumb") if post.cover else "",
        network=channel.network,
        day=dated(one.published_at.astimezone(ZoneInfo(brand.zone)), "j M"),
        word=figures.exact(one.value, kpi.unit),
        usual=usual,
        is_above=(one.times_usual or 0) > 1,
    )
