"""Sixty days of numbers for the demo: posts that went out, what networks told of them, and days on which they did not.

Everything follows from the dice that are given in, so the same dice make the same demo. Rows are written in bulk.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Brand, User
from analytics import cadence
from analytics.abilities import told_of_accounts, told_of_posts
from analytics.cadence import WEEKLY_DAYS
from analytics.gains import DAILY_DAYS, WEEK_DAYS
from analytics.models import ChannelDay, MeasureCursor, PostDay
from analytics.services import rollup, telling
from analytics.spans import day_of, month_of, today
from calendar_app import document
from calendar_app.document import Document
from calendar_app.models import Delivery, Post, PostVersion
from calendar_app.promise import TZDATA, local_of
from connections.models import Channel
from core import clock
from core.ids import uuid7
from core.outbox.states import State
from media_library.models import Asset
from networks.measuring import PostFigures
from smm.demo.posts import POSTS
from strategy.models import Goal

DAYS = 60
EACH_DAYS = 2
"""A post goes out every other day."""
HOURS = (8, 9, 12, 14, 18, 19, 20, 20, 20)
SILENT = (23, 24, 41)
"""So many days ago nobody could ask."""
MUTE = range(9, 12)
"""And on these the last channel's network told nothing."""
EVENING = time(22)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Out:
    """One post on one channel: how many it reaches in all."""

    delivery: Delivery
    channel: Channel
    since: datetime
    audience: int
    told: Callable[[Out, float], PostFigures] | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Where it plays: the brand, its channels, for how many days, and the dice."""

    brand: Brand
    channels: Sequence[Channel]
    days: int
    rng: random.Random

    @property
    def owned(self) -> dict[str, Any]:
        """What every row says of its owner."""
        return {"organization_id": self.brand.organization_id, "brand": self.brand}

    def told_days(self, channel: Channel) -> list[date]:
        """The days that are over and on which its network told something."""
        now = today(self.brand.zone)
        mute = {*SILENT, *(MUTE if channel == self.channels[-1] else ())}
        return [now - ago * DAY for ago in range(self.days, 0, -1) if ago not in mute]


def fill(
    brand: Brand, author: User, channels: Sequence[Channel], rng: random.Random, *, days: int = DAYS
) -> None:
    """Posts, figures, roll-ups and three goals. Ask inside the brand's scope; `channels` are those of the brand."""
    stage = Stage(brand, channels, days, rng)
    _tell(stage, _posts(stage, author), author)


def tell_of(brand: Brand, author: User, deliveries: Sequence[Delivery], rng: random.Random) -> None:
    """Figures, roll-ups and three goals for posts that are out at the sandbox, which goes on counting from there."""
    channels = list(Channel.objects.filter(brand=brand).order_by("handle"))
    stage = Stage(brand, channels, DAYS, rng)
    by_id = {channel.pk: channel for channel in channels}
    out = [
        Out(one, by_id[one.channel_id], one.settled_at, _sandbox_audience(one.remote_id), _told_by_sandbox)
        for one in deliveries
        if one.settled_at is not None
    ]
    _tell(stage, out, author)


def _tell(stage: Stage, out: Sequence[Out], author: User) -> None:
    brand, channels, days = stage.brand, stage.channels, stage.days
    begin = clock.now() - (days + 1) * DAY
    Channel.objects.filter(pk__in=[one.pk for one in channels]).update(connected_at=begin)
    _cursors(stage, out, begin)
    PostDay.objects.bulk_create(_post_days(stage, out), batch_size=1000)
    accounts = [row for channel in channels for row in _account_days(stage, channel)]
    ChannelDay.objects.bulk_create(accounts, batch_size=1000)
    now = today(brand.zone)
    for channel in channels:
        rollup.refresh(channel, [now - days * DAY, now])
    _goals(brand, author)


def _posts(stage: Stage, author: User) -> list[Out]:
    covers = list(Asset.objects.filter(brand=stage.brand)[: len(POSTS)])
    made, versions, out = [], [], []
    for number in range(stage.days // EACH_DAYS):
        when = _moment(stage, stage.days - number * EACH_DAYS)
        post, version = _post(stage, author, POSTS[number % len(POSTS)].text, when)
        post.cover = covers[number % len(covers)] if covers else None
        made.append(post)
        versions.append(version)
        for channel in stage.channels:
            delivery = _delivery(post, version, channel, when, stage.rng)
            out.append(Out(delivery, channel, when, _audience(when, stage.rng)))
    Post.objects.bulk_create(made)
    PostVersion.objects.bulk_create(versions)
    for post, version in zip(made, versions, strict=True):
        post.version = version
    Post.objects.bulk_update(made, ["version"])
    Delivery.objects.bulk_create([one.delivery for one in out])
    return out


def _post(stage: Stage, author: User, text: str, when: datetime) -> tuple[Post, PostVersion]:
    brand, channels = stage.brand, [str(channel.pk) for channel in stage.channels]
    written = Document(text=text, channels=channels, language=brand.language)
    post = Post(
        **stage.owned,
        author=author,
        headline=written.headline(),
        planned_local=local_of(when, brand.zone),
        zone=brand.zone,
        planned_at=when,
        tzdata=TZDATA,
    )
    version = PostVersion(
        id=uuid7(),
        **stage.owned,
        post=post,
        number=1,
        canonical=document.to_bytes(written),
        author=author,
    )
    return post, version


def _delivery(
    post: Post, version: PostVersion, channel: Channel, when: datetime, rng: random.Random
) -> Delivery:
    """Out within seconds, but for one in thirty."""
    late = timedelta(seconds=rng.randint(90, 300) if rng.random() < 1 / 30 else rng.randint(1, 20))
    return Delivery(
        organization_id=post.organization_id,
        brand=post.brand,
        post=post,
        version=version,
        content_hash=hashlib.sha256(version.canonical).hexdigest(),
        channel=channel,
        state=State.LIVE,
        planned_at=when,
        settled_at=when + late,
        remote_id=f"demo-{post.pk}",
    )


def _audience(when: datetime, rng: random.Random) -> int:
    """Evenings and weekends reach more."""
    liked = 1.6 if when.hour >= 18 else 1.0
    weekend = 1.3 if when.weekday() >= 5 else 1.0
    return int(rng.lognormvariate(6.6, 0.5) * liked * weekend)


def _cursors(stage: Stage, out: Sequence[Out], begin: datetime) -> None:
    now = clock.now()
    heads = [
        MeasureCursor(
            **stage.owned,
            channel=channel,
            since=begin,
            due_at=cadence.next_of_account(now, stage.brand.zone, channel.pk.int),
        )
        for channel in stage.channels
    ]
    posts = [
        MeasureCursor(
            **stage.owned,
            channel=one.channel,
            delivery=one.delivery,
            since=one.since,
            totals=telling.totals({}, _told(one, stage.days)),
        )
        for one in out
    ]
    MeasureCursor.objects.bulk_create([*heads, *posts], ignore_conflicts=True)


def _post_days(stage: Stage, out: Sequence[Out]) -> list[PostDay]:
    told = {channel: stage.told_days(channel) for channel in stage.channels}
    return [_post_day(one, day) for one in out for day in _asked(one, told[one.channel])]


def _asked(one: Out, days: Sequence[date]) -> list[date]:
    """Daily for a month, then weekly; a week's question that found no answer is asked again the next day."""
    first = day_of(one.since, one.channel.brand.zone)
    asked: list[date] = []
    for day in days:
        age = (day - first).days
        is_weekly = DAILY_DAYS < age <= WEEKLY_DAYS and (day - asked[-1]).days >= WEEK_DAYS
        if 0 <= age <= DAILY_DAYS or is_weekly:
            asked.append(day)
    return asked


def _post_day(one: Out, day: date) -> PostDay:
    zone = ZoneInfo(one.channel.brand.zone)
    asked_at = datetime.combine(day, EVENING, tzinfo=zone)
    figures = _told(one, (asked_at - one.since) / DAY)
    values = {name: getattr(figures, name) for name in telling.POST}
    return PostDay(
        organization_id=one.delivery.organization_id,
        brand_id=one.delivery.brand_id,
        delivery=one.delivery,
        day=day,
        asked_at=asked_at,
        **values,
    )


def _sandbox_audience(remote_id: str) -> int:
    """As the sandbox deals audiences out."""
    return 200 + int.from_bytes(hashlib.sha256(remote_id.encode()).digest()[:4]) % 3800


def _told_by_sandbox(one: Out, age: float) -> PostFigures:
    """Never more than the sandbox itself will tell, so that no number falls when it is asked."""
    views = int(one.audience * (1 - math.exp(-3 * max(age, 0.0))))
    return PostFigures(views=views, reach=views * 4 // 5, likes=views // 25, comments=0, shares=views // 120)


def _told(one: Out, age: float) -> PostFigures:
    """Most of an audience comes on the first day; what the network never tells is left out."""
    if one.told is not None:
        return one.told(one, age)
    reach = int(one.audience * (1 - math.exp(-3 * max(age, 0.05))))
    likes = reach // 14 + one.audience % 5
    found = {
        "views": reach * 5 // 4,
        "reach": reach,
        "likes": likes,
        "comments": likes // 9,
        "shares": likes // 12,
        "saves": likes // 7,
        "clicks": reach // 60,
        "video_views": None,
    }
    told = told_of_posts(one.channel.network)
    return PostFigures(**{name: value if name in told else None for name, value in found.items()})


def _account_days(stage: Stage, channel: Channel) -> list[ChannelDay]:
    if "followers" not in told_of_accounts(channel.network):
        return []
    followers, rows = stage.rng.randint(2_000, 9_000), []
    for day in stage.told_days(channel):
        followers += stage.rng.randint(-3, 24)
        asked_at = datetime.combine(day, EVENING, tzinfo=ZoneInfo(stage.brand.zone))
        rows.append(
            ChannelDay(**stage.owned, channel=channel, day=day, asked_at=asked_at, followers=followers)
        )
    return rows


def _goals(brand: Brand, owner: User) -> None:
    now = today(brand.zone)
    month = (month_of(now), month_of(month_of(now) + 31 * DAY) - DAY)
    quarter = (now - 30 * DAY, now + 59 * DAY)
    wanted = (("reach", 25_000, month), ("growth", 900, quarter), ("on_time", Decimal("0.98"), month))
    Goal.objects.bulk_create(
        Goal(
            organization_id=brand.organization_id,
            brand=brand,
            kpi=kpi,
            target=target,
            first=first,
            last=last,
            owner=owner,
        )
        for kpi, target, (first, last) in wanted
    )


def _moment(stage: Stage, days: int) -> datetime:
    day = today(stage.brand.zone) - days * DAY
    clock_time = time(stage.rng.choice(HOURS), stage.rng.randrange(60))
    return datetime.combine(day, clock_time, tzinfo=ZoneInfo(stage.brand.zone))
