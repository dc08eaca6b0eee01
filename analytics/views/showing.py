"""The whole of the numbers' page from what was read: the brand's own page and a shared link draw the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import zones
from accounts.models import Brand
from analytics.kpis import ENGAGEMENTS, KPIS
from analytics.selectors import goals, heat, posts
from analytics.selectors.gather import gather
from analytics.selectors.goals import Pace
from analytics.selectors.posts import Ranking
from analytics.selectors.reading import Reading, answers, question
from analytics.spans import day_of, today
from analytics.views import hours, trending
from analytics.views.asking import FIRST_KPI, Asked
from analytics.views.cards import Card, Change, card, change, word_of
from analytics.views.hours import Hours
from analytics.views.paces import GoalLine, goal_line
from analytics.views.ranks import PostLine, post_lines
from analytics.views.trending import Growth, Trend
from connections.models import Channel
from core.dates import dated

CARDS = (
    *("reach", "views", "engagements", "engagement_rate", "followers", "growth"),
    *("clicks", "published", "on_time", "failures", "response_time", "sla_kept"),
)
CARE = ("response_time", "sla_kept", "approval_time")
RANKED_BY = "engagements"


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of engagement; `of` is the largest kind."""

    name: str
    word: str
    is_known: bool
    value: float
    of: float


@dataclass(frozen=True, slots=True)
class CareLine:
    """How well people are answered and posts decided."""

    name: str
    what: str
    word: str
    is_known: bool
    change: Change | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page, in words and strokes."""

    cards: Sequence[Card]
    choices: Sequence[tuple[str, str]]
    trend: Trend
    goals: Sequence[GoalLine]
    kinds: Sequence[Part]
    kinds_note: str
    growth: Growth
    ranked_by: str
    top: Sequence[PostLine]
    bottom: Sequence[PostLine]
    heat: Hours
    care: Sequence[CareLine]
    fresh: str
    is_empty: bool


def show(brand: Brand, asked: Asked, channels: Sequence[Channel]) -> Shown:
    """Read and draw. Ask inside the brand's scope; `channels` are all that it has."""
    wanted = question(brand, asked.span, asked.compared, asked.channel, channels)
    on = today(brand.zone)
    running = goals.running(brand, on)
    known = gather(brand, [wanted.need, *goals.needs(brand, running, on)])
    found, paces = answers(wanted, known), goals.paces(brand, running, on, known)
    key = asked.kpi or FIRST_KPI
    by = key if key in posts.OF_POSTS else RANKED_BY
    ranking = posts.ranked(brand, asked.span, by, channel=asked.channel)
    return Shown(
        cards=[
            card(found[one], current=one == key, url=f"?{asked.but(kpi=one)}")
            for one in CARDS
            if one in found
        ],
        choices=[(one, str(KPIS[one].name)) for one in found],
        trend=trending.trend(found[key], asked, _goal(paces, key, asked)),
        goals=[goal_line(pace, brand.zone) for pace in paces],
        kinds=_kinds(found),
        kinds_note=_silent_kinds(found),
        growth=trending.growth(found["growth"], asked),
        ranked_by=str(ranking.kpi.name),
        top=post_lines(ranking.top, ranking.kpi, brand),
        bottom=post_lines(ranking.bottom, ranking.kpi, brand),
        heat=hours.drawn(heat.best_times(brand, channel=asked.channel)),
        care=[_care(found[one]) for one in CARE if one in found],
        fresh=_fresh(found, brand.zone, 1 if asked.channel else len(channels)),
        is_empty=_is_empty(found, ranking),
    )


def _goal(paces: Sequence[Pace], key: str, asked: Asked) -> Pace | None:
    channel_id = asked.channel.pk if asked.channel else None
    fitting = (one for one in paces if one.goal.kpi == key and one.goal.channel_id == channel_id)
    return next(fitting, None)


def _kinds(found: Mapping[str, Reading]) -> list[Part]:
    kinds = [found[key] for key in ENGAGEMENTS]
    largest = max((reading.value or 0 for reading in kinds), default=0)
    return [
        Part(
            str(one.kpi.name), word_of(one), one.value is not None, max(one.value or 0.0, 0.0), largest or 1.0
        )
        for one in kinds
    ]


def _silent_kinds(found: Mapping[str, Reading]) -> str:
    silent = [str(found[key].kpi.name) for key in ENGAGEMENTS if found[key].is_silent]
    if not silent:
        return ""
    return _("Your networks do not tell: %(kinds)s.") % {"kinds": ", ".join(silent)}


def _care(reading: Reading) -> CareLine:
    return CareLine(
        name=str(reading.kpi.name),
        what=str(reading.kpi.meaning),
        word=word_of(reading),
        is_known=reading.value is not None,
        change=change(reading.kpi, reading.value, reading.before),
    )


def _fresh(found: Mapping[str, Reading], zone: str, channels: int) -> str:
    """When the youngest figure was told, and of how many channels."""
    told = [reading.as_of for reading in found.values() if reading.as_of]
    if not told:
        return ""
    heard = {
        part.channel_id for reading in found.values() for part in reading.parts if part.value is not None
    }
    words = {"when": moment_words(max(told), zone), "place": zones.place(zone), "known": len(heard)}
    return ngettext(
        "as of %(when)s %(place)s, %(known)s of %(channels)s channel",
        "as of %(when)s %(place)s, %(known)s of %(channels)s channels",
        channels,
    ) % {**words, "channels": channels}


def moment_words(moment: datetime, zone: str) -> str:
    """Today 06:00, or the day and the time."""
    local = moment.astimezone(ZoneInfo(zone))
    if day_of(moment, zone) == today(zone):
        return _("today %(time)s") % {"time": f"{local:%H:%M}"}
    return dated(local, "j M, H:i")


def _is_empty(found: Mapping[str, Reading], ranking: Ranking) -> bool:
    """Nothing was told and nothing went out."""
    told = any(found[key].value is not None for key in ("reach", "views", "engagements", "followers"))
    return (
        not told
        and not (ranking.counted or ranking.young or ranking.unknown)
        and not found["published"].value
    )
