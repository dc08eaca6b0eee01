"""Deliveries that were stopped when their time came, and pauses, for tests."""

from __future__ import annotations

from datetime import timedelta

from accounts.access import in_brand
from accounts.models import Hold
from accounts.services import holds
from accounts.services.holds import Target
from calendar_app.models import Delivery, Post
from calendar_app.promise import local_of
from calendar_app.selectors import waiting as selectors
from connections.models import Channel
from core import clock
from core.outbox.states import State
from tests.calendar_app import posts
from tests.world import Place

REASONS = ("paused", "late", "restored", "broken", selectors.MEDIA_AWAY)


def stopped(
    place: Place, *channels: Channel, reason: str = "paused", hours: float = 3, text: str = "Salam"
) -> Post:
    """A post that was stopped when its time came, some hours ago."""
    post = posts.scheduled(place, *channels, text=text)
    then = clock.now() - timedelta(hours=hours)
    state = {"state": State.HELD, "held_reason": "broken" if reason == selectors.MEDIA_AWAY else reason}
    if reason == selectors.LATE_EXPIRED:
        state = {"state": State.EXPIRED, "held_reason": ""}
    Delivery.objects.filter(post=post).update(**state, problem=reason, planned_at=then, due_at=None)
    local = local_of(then, place.brand.zone)
    Post.objects.filter(pk=post.pk).update(planned_at=then, planned_local=local)
    post.refresh_from_db()
    return post


def rows(*found: Post) -> list[Delivery]:
    """The deliveries of these posts that wait."""
    return list(selectors.waited().filter(post__in=found).order_by("planned_at"))


def pause(place: Place, channel: Channel | None = None) -> Hold:
    """The approver pauses the brand, or one of its channels."""
    with in_brand(place.approver, place.brand.slug) as access:
        return holds.place_hold(
            Target(brand_id=place.brand.pk, channel_id=channel.pk if channel else None), access=access
        )


def end(place: Place, hold: Hold) -> None:
    """And ends it."""
    with in_brand(place.approver, place.brand.slug) as access:
        holds.end_hold(hold, access=access)
