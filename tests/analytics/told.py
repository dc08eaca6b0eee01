"""Figures for tests, written down as if networks had told them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analytics.models import MeasureCursor, ShortLink
from analytics.services import cursors, rollup, telling
from analytics.spans import today
from calendar_app.models import Delivery, Post
from connections.models import Channel
from core.outbox.states import State
from networks.measuring import AccountFigures, PostFigures
from tests.calendar_app import posts
from tests.world import Place

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def channel(place: Place, handle: str = "kehreba", network: str = "sandbox") -> Channel:
    """Connected a year ago."""
    made = posts.channel(place, handle=handle, network=network)
    Channel.objects.filter(pk=made.pk).update(connected_at=datetime.now(UTC) - YEAR)
    return Channel.objects.select_related("brand").get(pk=made.pk)


def ago(place: Place, days: int) -> date:
    """A day of the brand."""
    return today(place.brand.zone) - days * DAY


def at(place: Place, day: date, clock: time = time(10)) -> datetime:
    """A moment of a day of the brand."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(place.brand.zone))


def live(place: Place, on: Channel, when: datetime, text: str = "Salam", late: float = 1.0) -> Delivery:
    """A post that went out at that time, `late` seconds after its time, and is measured."""
    post = posts.scheduled(place, on, text=text)
    Post.objects.filter(pk=post.pk).update(planned_at=when)
    Delivery.objects.filter(post=post).update(
        state=State.LIVE,
        planned_at=when,
        due_at=None,
        remote_id=f"r-{post.pk}",
        settled_at=when + timedelta(seconds=late),
    )
    cursors.notice(on)
    return Delivery.objects.get(post=post)


def of_post(place: Place, delivery: Delivery, day: date, clock: time = time(22), **figures: Any) -> None:
    """Totals of a post as told on a day."""
    on = delivery.channel
    told = PostFigures(**figures)
    days = telling.posts(on, {delivery.pk: told}, at=at(place, day, clock), zone=place.brand.zone)
    for cursor in MeasureCursor.objects.filter(delivery=delivery):
        cursor.totals = telling.totals(cursor.totals, told)
        cursor.save(update_fields=["totals"])
    rollup.refresh(on, days)


def of_account(place: Place, on: Channel, day: date, **figures: Any) -> None:
    """An account's figures as told on a day."""
    cursors.notice(on)
    days = telling.account(on, AccountFigures(**figures), at=at(place, day, time(22)), zone=place.brand.zone)
    rollup.refresh(on, days)


def link(place: Place, code: str = "abcdefg", address: str = "https://kehreba.example/menu") -> ShortLink:
    """A short link of the brand."""
    made: ShortLink = ShortLink.objects.create(
        organization=place.organization, brand=place.brand, code=code, address=address, made_by=place.editor
    )
    return made
