"""Figures as if networks had told them: days, posts with totals, in bulk and without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from analytics.models import BrandPeriod, ChannelPeriod, Grain, MeasureCursor, PostDay
from calendar_app.models import Delivery, Post
from connections.models import Channel
from core.outbox.states import State
from tests.calendar_app import posts
from tests.world import Place


def days(place: Place, channel: Channel, first: date, told: Sequence[Mapping[str, int | None]]) -> None:
    """Roll-ups by day of a brand whose only channel this is; {} is a day on which nothing was told."""
    common = {"organization": place.organization, "brand": place.brand, "grain": Grain.DAY}
    for number, values in enumerate(told):
        day = first + timedelta(days=number)
        gaps = {} if values else {"reach_gaps": 1, "likes_gaps": 1, "followers_gaps": 1, "growth_gaps": 1}
        row = {**common, "first": day, **values, **gaps, "as_of": timezone.now()}
        ChannelPeriod.objects.create(channel=channel, **row)
        BrandPeriod.objects.create(**row)


def live_post(
    place: Place, channel: Channel, at: datetime, totals: Mapping[str, int], text: str = "Salam"
) -> Post:
    """A published post of which the network told these totals."""
    post = posts.draft(place, channel, text=text)
    delivery = Delivery.objects.get(post=post)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.LIVE, remote_id=str(post.pk), planned_at=at)
    MeasureCursor.objects.create(
        organization=place.organization,
        brand=place.brand,
        channel=channel,
        delivery=delivery,
        since=at,
        totals=dict(totals),
    )
    return post


def told(place: Place, post: Post, day: date, **figures: int | None) -> None:
    """What a network told of a post on a day."""
    delivery = Delivery.objects.get(post=post)
    PostDay.objects.create(
        organization=place.organization, brand=place.brand, delivery=delivery, day=day, **figures
    )
