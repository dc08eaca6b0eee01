"""What the demo's brands plan: posts of the next days, and what stopped lately and needs somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import Now

from accounts.access import by
from accounts.models import Brand, User
from calendar_app.models import Delivery, Post
from calendar_app.promise import promise
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from connections.models import Channel
from core import clock
from core.outbox.states import OUTGOING, State
from media_library.models import Asset
from smm.demo.words import Caption

TIMES = ("09:30", "12:00", "18:30")
PLANNED, PROPOSED = 6, 5


def fill(
    brand: Brand,
    channels: Sequence[Channel],
    captions: Sequence[Caption],
    assets: Mapping[str, Asset],
    *,
    author: User,
) -> None:
    """Some are scheduled for the next days, one was refused lately and one is held."""
    for number in range(PLANNED):
        post = _draft(
            brand, channels[number % len(channels)], captions[number % len(captions)], assets, author
        )
        at = promise(f"{_day(brand, 1 + number)}T{TIMES[number % len(TIMES)]}", brand.zone)
        scheduling.schedule(post, at, by=by(author))
    _stop(brand, channels[0], captions[-1], assets, author)


def propose(
    brand: Brand,
    channels: Sequence[Channel],
    captions: Sequence[Caption],
    assets: Mapping[str, Asset],
    *,
    author: User,
) -> None:
    """Drafts with a time, for a brand in which somebody must say yes first."""
    for number in range(PROPOSED):
        caption = captions[(number + 2) % len(captions)]
        post = _draft(brand, channels[number % len(channels)], caption, assets, author)
        at = promise(f"{_day(brand, 2 + number)}T{TIMES[number % len(TIMES)]}", brand.zone)
        scheduling.plan_draft(post, at, by=by(author))


def _draft(
    brand: Brand, channel: Channel, caption: Caption, assets: Mapping[str, Asset], author: User
) -> Post:
    asset = assets[caption.picture.__name__]
    written = Content(text=caption.text, channels=[channel.pk], media=[(asset.pk, caption.alt)])
    return composing.create(brand, written, author=author, by=by(author))


def _stop(
    brand: Brand, channel: Channel, caption: Caption, assets: Mapping[str, Asset], author: User
) -> None:
    """Yesterday's post that the network refused, as the page shows it: with the reason and what can be done."""
    post = _draft(brand, channel, caption, assets, author)
    at = clock.now() - timedelta(hours=20)
    Post.objects.filter(pk=post.pk).update(
        planned_local=at.astimezone(ZoneInfo(brand.zone)).strftime("%Y-%m-%dT%H:%M"),
        zone=brand.zone,
        planned_at=at,
        tzdata="demo",
    )
    Delivery.objects.filter(post=post).update(
        state=OUTGOING.after(OUTGOING.after(State.WAITING, "fence"), "refuse"),
        planned_at=at,
        tries=1,
        problem="rejected",
        settled_at=Now(),
    )


def _day(brand: Brand, ahead: int) -> str:
    return str(datetime.now(ZoneInfo(brand.zone)).date() + timedelta(days=ahead))
