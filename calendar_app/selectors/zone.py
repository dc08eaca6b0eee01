"""Which planned posts another time zone of their brand touches, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Now

from accounts.models import Brand
from calendar_app.models import Delivery, Post
from calendar_app.promise import Promise, local_of
from calendar_app.rezoning import Keep, Window, moved
from calendar_app.selectors.shown import summary
from calendar_app.states import Shown
from core import clock
from core.outbox.states import State


@dataclass(frozen=True, slots=True)
class Fate:
    """One post under a new zone. `wall` is its clock time today; `clock` and `instant` are the two ways to go on.

    With the clock time kept a scheduled post is held where its new time is over (`is_over`) or where its approval was
    for another time (`is_unapproved`).
    """

    post: Post
    shown: Shown
    wall: str
    clock: Promise
    instant: Promise
    is_over: bool
    is_unapproved: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """All of them, earliest first."""

    fates: tuple[Fate, ...]

    @property
    def held(self) -> int:
        """How many would be held with the clock time kept."""
        return sum(fate.is_over or fate.is_unapproved for fate in self.fates)


def planned(brand: Brand) -> QuerySet[Post]:
    """The brand's posts whose time is still to come; what is due now is leaving and stays as it is."""
    rows: QuerySet[Post] = Post.objects.filter(brand=brand, planned_at__gt=Now())
    return rows


def wall_of(post: Post, zone: str) -> str:
    """The clock time that people see, in the brand's `zone`: what was asked for, also where it does not exist."""
    if post.zone == zone or post.planned_at is None:
        return post.planned_local
    return local_of(post.planned_at, zone)


def window_of(delivery: Delivery) -> Window:
    """When the yes to a delivery counts."""
    yes = delivery.clearance
    return Window(yes.opens_at, yes.closes_at) if yes else Window(None, None)


def preview(brand: Brand, zone: str) -> Preview:
    """What `zone` would do: three queries, however many posts there are."""
    rows = Delivery.objects.select_related("clearance").only(
        "post", "state", "clearance__opens_at", "clearance__closes_at"
    )
    posts = (
        planned(brand)
        .select_related("cover")
        .prefetch_related(Prefetch("deliveries", rows, "shown_deliveries"))
    )
    now = clock.now()
    return Preview(tuple(_fate(post, brand.zone, zone, now) for post in posts.order_by("planned_at", "id")))


def _fate(post: Post, before: str, zone: str, now: datetime) -> Fate:
    wall, at = wall_of(post, before), post.planned_at or now
    rows: list[Delivery] = post.shown_deliveries  # type: ignore[attr-defined]
    kept = moved(Keep.CLOCK, local=wall, at=at, zone=zone)
    waiting = [row for row in rows if row.state == State.WAITING]
    return Fate(
        post=post,
        shown=_shown(rows),
        wall=wall,
        clock=kept,
        instant=moved(Keep.INSTANT, local=wall, at=at, zone=zone),
        is_over=bool(waiting) and kept.at <= now,
        is_unapproved=not all(window_of(row).holds(kept.at) for row in waiting),
    )


def _shown(rows: Iterable[Delivery]) -> Shown:
    states = [row.state for row in rows]
    return summary([state for state in states if state != State.CANCELLED] or states)
