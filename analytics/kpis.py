"""The one table of numbers: what each is called, how it is reckoned, and what it means that it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    """What a value counts. Shares are fractions, times are seconds."""

    COUNT = "count"
    SHARE = "share"
    PER_DAY = "per_day"
    SECONDS = "seconds"


class Better(StrEnum):
    """In which direction a change is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Source(StrEnum):
    """Who knows it."""

    NETWORKS = "networks"
    POSTS = "posts"
    APPROVALS = "approvals"
    INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Kpi:
    """`formula` in words; `unknown`: what it means when there is no value; `adds`: how the whole comes of its parts.

    `columns` are the sums behind it: what is added up, or what is divided by what comes last.
    """

    key: str
    name: Promise
    meaning: Promise
    formula: Promise
    unknown: Promise
    adds: Promise
    unit: Unit = Unit.COUNT
    better: Better = Better.HIGHER
    source: Source = Source.NETWORKS
    columns: tuple[str, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Whether the values of days and channels add up to the whole."""
        return self.unit == Unit.COUNT and self.key != "followers"


NOT_TOLD = _("No network of the channels told it for these days.")
ADDS = _("Days, channels and posts add up to the whole.")
RATIO = _("Parts do not add up: the whole is reckoned from the sums of all parts.")
MIDDLE = _("Parts do not add up: the whole is the middle one of all cases.")


def _gain(key: str, name: Promise, meaning: Promise) -> Kpi:
    """A number that networks count since a post was published."""
    return Kpi(
        key,
        name,
        meaning,
        formula=_(
            "For each post: what its network counts on a day less what it counted the day before, added up."
        ),
        unknown=NOT_TOLD,
        adds=ADDS,
        columns=(key,),
    )


def _work(key: str, name: Promise, meaning: Promise, formula: Promise, better: Better) -> Kpi:
    """A number that this program knows by itself."""
    return Kpi(
        key,
        name,
        meaning,
        formula,
        unknown=_("It is always known."),
        adds=ADDS,
        better=better,
        source=Source.POSTS,
    )


ENGAGEMENTS = ("likes", "comments", "shares", "saves", "clicks")
"""The kinds of engagement, which add up to the total."""

_TABLE = (
    _gain(
        "reach",
        _("Reach"),
        _("How many accounts saw a post, added up post by post: who saw two posts counts twice."),
    ),
    _gain("views", _("Views"), _("How often posts were shown.")),
    Kpi(
        "engagements",
        _("Engagements"),
        _("Everything people did with posts: likes, comments, shares, saves and clicks."),
        formula=_("Likes + comments + shares + saves + clicks, as far as they are told."),
        unknown=_("None of the five kinds was told for these days."),
        adds=_("Kinds, days, channels and posts add up to the whole."),
        columns=ENGAGEMENTS,
    ),
    _gain("likes", _("Likes"), _("How often people liked posts.")),
    _gain("comments", _("Comments"), _("How often people commented on posts.")),
    _gain("shares", _("Shares"), _("How often people passed posts on.")),
    _gain("saves", _("Saves"), _("How often people kept posts for later.")),
    _gain(
        "clicks",
        _("Clicks"),
        _(
            "How often people followed a link in a post; where the network tells none, those of our own short links."
        ),
    ),
    Kpi(
        "engagement_rate",
        _("Engagement rate"),
        _("Which part of those who saw a post did something with it."),
        formula=_("Engagements ÷ reach, of the posts for which both were told."),
        unknown=_("For no post both engagements and reach were told."),
        adds=RATIO,
        unit=Unit.SHARE,
        columns=("rated_engagements", "rated_reach"),
    ),
    Kpi(
        "followers",
        _("Followers"),
        _("How many accounts follow the channels at the end of the time."),
        formula=_("The number told on the last day for which every channel told one."),
        unknown=_("There is no day for which every channel told its number."),
        adds=_("Channels add up to the whole; of days the last one counts."),
        columns=("followers",),
    ),
    Kpi(
        "growth",
        _("New followers"),
        _("How many more accounts follow the channels; below zero when more left than came."),
        formula=_("For each channel: followers of a day less those of the day before, added up."),
        unknown=_("For no channel two days in a row were told."),
        adds=_("Days and channels add up to the whole."),
        columns=("growth",),
    ),
    Kpi(
        "growth_speed",
        _("Growth a day"),
        _("How fast the number of followers grows."),
        formula=_("New followers ÷ days for which they are wholly known."),
        unknown=_("There is no day for which new followers are wholly known."),
        adds=RATIO,
        unit=Unit.PER_DAY,
        columns=("growth",),
    ),
    _work(
        "published",
        _("Posts published"),
        _("How many posts went out; a post on three channels counts three times."),
        _("Posts of the days, by channel, that are live."),
        Better.NEITHER,
    ),
    Kpi(
        "on_time",
        _("Published on time"),
        _("Which part of the posts was out within 60 seconds of its time."),
        formula=_("Posts that were live at most 60 s after their planned time ÷ posts published."),
        unknown=_("No post was published in these days."),
        adds=RATIO,
        unit=Unit.SHARE,
        source=Source.POSTS,
    ),
    _work(
        "failures",
        _("Failures"),
        _("How many posts did not go out as planned: refused, expired, or of unknown outcome."),
        _("Posts of the days, by channel, that were refused, expired or wait for a person to look."),
        Better.LOWER,
    ),
    Kpi(
        "approval_time",
        _("Approval time"),
        _("How long it takes from asking for a yes to the decision."),
        formula=_("The middle one of all reviews that were decided in these days."),
        unknown=_("No review was decided in these days."),
        adds=MIDDLE,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        source=Source.APPROVALS,
    ),
    Kpi(
        "response_time",
        _("First response"),
        _("How long people wait for the first answer."),
        formula=_("The middle one of all conversations that were first answered in these days."),
        unknown=_("No conversation was answered in these days."),
        adds=MIDDLE,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        source=Source.INBOX,
    ),
    Kpi(
        "sla_kept",
        _("Answered in time"),
        _("Which part of the conversations was answered within the promised time."),
        formula=_("Conversations answered in time ÷ conversations that were due in these days."),
        unknown=_("No answer was due in these days."),
        adds=RATIO,
        unit=Unit.SHARE,
        source=Source.INBOX,
    ),
)

KPIS: Mapping[str, Kpi] = {kpi.key: kpi for kpi in _TABLE}
"""By key, in the order in which they are shown."""


def change(kpi: Kpi, value: float | None, before: float | None) -> float | None:
    """How much more, as a fraction; of shares the difference. None where either is unknown, or nothing was before."""
    if value is None or before is None:
        return None
    if kpi.unit == Unit.SHARE:
        return value - before
    return (value - before) / abs(before) if before else None
