"""What was gained on a day, reckoned from totals as they were told. Pure: no database, no clock.

A day's gain is its total less that of the day before. Where either was not told the gain is unknown: it is neither zero
nor spread over the days of the gap. Nothing was there before a post was published, so its first day counts from zero.
After thirty days posts are asked once a week: what they gained since counts on the day on which they were asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
METRICS = ("views", "reach", "likes", "comments", "shares", "saves", "clicks", "video_views")
"""What is counted of posts, in the order of the totals of a Life."""
KINDS = ("likes", "comments", "shares", "saves", "clicks")
DAILY_DAYS = 30
WEEK_DAYS = 7
LATEST_WEEK = 8
"""A weekly question may come a day late."""

Totals = Sequence[int | None]
UNTOLD: Totals = (None,) * len(METRICS)


@dataclass(slots=True)
class Life:
    """One post on one channel: its first and last day of being counted, what it can tell, what it told, and when."""

    first: date
    last: date
    told: frozenset[str]
    totals: Mapping[date, Totals] = field(default_factory=dict)
    asked: Mapping[date, datetime] = field(default_factory=dict)

    def total(self, day: date, place: int) -> int | None:
        """What was told on that day."""
        return self.totals.get(day, UNTOLD)[place]

    def is_asked_daily(self, day: date) -> bool:
        """Whether it is young enough."""
        return (day - self.first).days <= DAILY_DAYS

    def expects(self, day: date, place: int) -> bool:
        """Whether something is missing when nothing is told on that day."""
        if METRICS[place] not in self.told or not self.first <= day <= self.last:
            return False
        if self.is_asked_daily(day):
            return True
        return all(self.total(day - back * DAY, place) is None for back in range(1, WEEK_DAYS + 1))

    def gain(self, day: date, place: int) -> int | None:
        """What came that day; None when it is unknown or nothing was asked."""
        now = self.total(day, place)
        if now is None:
            return None
        before = self._before(day, place)
        return None if before is None else now - before

    def lacks(self, day: date, place: int) -> bool:
        """Whether that day's gain should be known and is not."""
        if self.total(day, place) is None:
            return self.expects(day, place)
        return self._before(day, place) is None

    def _before(self, day: date, place: int) -> int | None:
        before = self.total(day - DAY, place)
        if before is not None:
            return before
        if day <= self.first:
            return 0
        if self.is_asked_daily(day):
            return None
        known = (self.total(day - back * DAY, place) for back in range(2, LATEST_WEEK + 1))
        return next((total for total in known if total is not None), None)


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of what was told; None when nothing was. `is_whole` False: a part is missing in it."""

    value: int | None
    is_whole: bool


def posts_sum(lives: Sequence[Life], day: date, name: str) -> Sum:
    """What all posts of a channel gained on a day. Without any post that is nothing, which is known."""
    place = METRICS.index(name)
    known = [gain for gain in (life.gain(day, place) for life in lives) if gain is not None]
    is_whole = not any(life.lacks(day, place) for life in lives)
    return Sum(sum(known) if known or is_whole else None, is_whole)


@dataclass(frozen=True, slots=True)
class Rated:
    """Engagements and reach of the posts for which both are known that day."""

    engagements: int | None
    reach: int | None
    is_whole: bool


def rated(lives: Sequence[Life], day: date) -> Rated:
    """For the engagement rate: a post counts with both or not at all."""
    engagements = reach = count = lacking = 0
    for life in lives:
        pair = _pair(life, day)
        if pair is not None:
            engagements, reach, count = engagements + pair[0], reach + pair[1], count + 1
        elif any(life.lacks(day, METRICS.index(name)) for name in ("reach", *KINDS)):
            lacking += 1
    if not count:
        return Rated(None, None, not lacking)
    return Rated(engagements, reach, not lacking)


def _pair(life: Life, day: date) -> tuple[int, int] | None:
    reach = life.gain(day, METRICS.index("reach"))
    places = [METRICS.index(name) for name in KINDS if name in life.told]
    kinds = [life.gain(day, place) for place in places]
    known = [kind for kind in kinds if kind is not None]
    if reach is None or not known or len(known) < len(kinds):
        return None
    return sum(known), reach


def level_gain(levels: Mapping[date, int | None], day: date) -> int | None:
    """What a level (followers) gained since the day before; None when either day is unknown."""
    now, before = levels.get(day), levels.get(day - DAY)
    return None if now is None or before is None else now - before
