"""Sixty days of numbers for the demo: posts that went out, what networks told of them, and days on which they did not.

Everything follows from the dice that are given in, so the same dice make the same demo. Rows are written in bulk.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import Brand, User
from analytics import cadence
from analytics.abilities import told_of_accounts, told_of_posts
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


def fill(brand: Brand, author: User, channels: Sequence[Channel], rng: random.Random) -> None:
    """Posts, figures, roll-ups and two goals. Ask inside the brand's scope; `channels` are those of the brand."""
    Channel.objects.filter(pk__in=[one.pk for one in channels]).update(
        connected_at=clock.now() - (DAYS + 1) * DAY
    )
    out = _posts(brand, author, channels, rng)
    _cursors(brand, channels, out)
    _figures(brand, channels, out, rng)
    for channel in channels:
        rollup.refresh(channel, [today(brand.zone) - DAYS * DAY, today(brand.zone)])
    _goals(brand, author)


def _posts(brand: Brand, author: User, channels: Sequence[Channel], rng: random.Random) -> list[Out]:
    covers = list(Asset.objects.filter(brand=brand)[: len(POSTS)])
    made, versions, out = [], [], []
    for number in range(DAYS // EACH_DAYS):
        text = POSTS[number % len(POSTS)].text
        when = _moment(brand, DAYS - number * EACH_DAYS, rng.choice(HOURS), rng.randrange(60))
        post, version = _post(brand, author, text, when, channels)
        post.cover = covers[number % len(covers)] if covers else None
        made.append(post)
        versions.append(version)
        for channel in channels:
            delivery = _delivery(post, version, channel, when, rng)
            out.append(Out(delivery, channel, when, _audience(when, rng)))
    Post.objects.bulk_create(made)
    PostVersion.objects.bulk_create(versions)
    for post, version in zip(made, versions, strict=True):
        post.version = version
    Post.objects.bulk_update(made, ["version"])
    Delivery.objects.bulk_create([one.delivery for one in out])
    return out


def _post(
    brand: Brand, author: User, text: str, when: datetime, channels: Sequence[Channel]
) -> tuple[Post, PostVersion]:
    written = Document(text=text, channels=[str(channel.pk) for channel in channels], language=brand.language)
    post = Post(
        organization_id=brand.organization_id,
        brand=brand,
        author=author,
        headline=written.headline(),
        planned_local=local_of(when, brand.zone),
        zone=brand.zone,
        planned_at=when,
        tzdata=TZDATA,
    )
    version = PostVersion(
        id=uuid7(),
        organization_id=brand.organization_id,
        brand=brand,
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


def _cursors(brand: Brand, channels: Sequence[Channel], out: Sequence[Out]) -> None:
    now, owned = clock.now(), {"organization_id": brand.organization_id, "brand": brand}
    heads = [
        MeasureCursor(
            **owned,
            channel=channel,
            since=now - (DAYS + 1) * DAY,
            due_at=cadence.next_of_account(now, brand.zone, channel.pk.int),
        )
        for channel in channels
    ]
    posts = [
        MeasureCursor(
            **owned,
            channel=one.channel,
            delivery=one.delivery,
            since=one.since,
            totals=telling.totals({}, _told(one, DAYS)),
        )
        for one in out
    ]
    MeasureCursor.objects.bulk_create([*heads, *posts], ignore_conflicts=True)


def _figures(brand: Brand, channels: Sequence[Channel], out: Sequence[Out], rng: random.Random) -> None:
    now = today(brand.zone)
    posts = [
        _post_day(one, day, (now - day).days)
        for one in out
        for day in _asked(day_of(one.since, brand.zone), now)
        if not _is_lost(one.channel, channels, (now - day).days)
    ]
    PostDay.objects.bulk_create(posts, batch_size=1000)
    accounts = [row for channel in channels for row in _account_days(channel, channels, now, rng)]
    ChannelDay.objects.bulk_create(accounts, batch_size=1000)


def _asked(first: date, now: date) -> list[date]:
    """Daily for a month, then weekly."""
    ages = [*range(31), 37, 44, 51, 58]
    return [first + age * DAY for age in ages if first + age * DAY < now]


def _is_lost(channel: Channel, channels: Sequence[Channel], days: int) -> bool:
    return days in SILENT or (channel == channels[-1] and days in MUTE)


def _post_day(one: Out, day: date, days: int) -> PostDay:
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


def _told(one: Out, age: float) -> PostFigures:
    """Most of an audience comes on the first day; what the network never tells is left out."""
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


def _account_days(
    channel: Channel, channels: Sequence[Channel], now: date, rng: random.Random
) -> list[ChannelDay]:
    if "followers" not in told_of_accounts(channel.network):
        return []
    followers, rows = rng.randint(2_000, 9_000), []
    for days in range(DAYS, -1, -1):
        followers += rng.randint(-3, 24)
        if _is_lost(channel, channels, days):
            continue
        day = now - days * DAY
        rows.append(
            ChannelDay(
                organization_id=channel.organization_id,
                brand_id=channel.brand_id,
                channel=channel,
                day=day,
                asked_at=min(
                    clock.now(), datetime.combine(day, EVENING, tzinfo=ZoneInfo(channel.brand.zone))
                ),
                followers=followers,
            )
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


def _moment(brand: Brand, days: int, hour: int, minute: int) -> datetime:
    day = today(brand.zone) - days * DAY
    return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(brand.zone))
