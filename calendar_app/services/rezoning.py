"""Moving a brand to another time zone, with everything that it has planned, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import Brand
from accounts.services import changing
from calendar_app import approving
from calendar_app.models import Delivery, Post
from calendar_app.promise import Promise
from calendar_app.rezoning import Keep, moved
from calendar_app.selectors import zone as selectors
from core import clock, ledger
from core.ledger import By
from core.outbox.states import FENCED, OUTGOING, State

FOLLOW = (State.DRAFT, State.HELD, State.WAITING)
"""States whose promise moves with the brand's clock."""
BATCH = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many posts have another promise, and how many of them are held by it."""

    moved: int
    held: int


def change_zone(brand: Brand, zone: str, keep: Keep, *, was: str, by: By) -> Outcome:
    """The brand's clock is `zone` from now on. Posts keep their clock time or their instant.

    With the clock time kept, a scheduled post whose new time is over, or is outside what was approved, is held. What has
    begun to leave is not touched. Raises changing.Changed when the zone is not `was` any more.
    """
    with transaction.atomic():
        changing.change_brand(brand, {"zone": zone}, seen={"zone": was}, by=by)
        posts = list(selectors.planned(brand).select_for_update(of=("self",)).order_by("pk"))
        rows = _deliveries(posts)
        promises = {
            post: moved(keep, local=selectors.wall_of(post, was), at=post.planned_at, zone=zone)
            for post in posts
            if post.planned_at is not None and not any(row.state in FENCED for row in rows[post.pk])
        }
        _promise(promises)
        held = _follow(promises, rows, by) if keep == Keep.CLOCK else set()
        approving.moved(list(promises), by=by)
    return Outcome(len(promises), len(held))


def _deliveries(posts: Iterable[Post]) -> dict[object, list[Delivery]]:
    """Locked, by post."""
    found: dict[object, list[Delivery]] = defaultdict(list)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("clearance", "channel")
    for row in rows.filter(post__in=[post.pk for post in posts]).order_by("channel_id", "post_id", "pk"):
        found[row.post_id].append(row)
    return found


def _promise(promises: dict[Post, Promise]) -> None:
    for post, at in promises.items():
        post.planned_local, post.zone, post.tzdata = at.local, at.zone, at.tzdata
        post.planned_at = at.at
        post.revision += 1
    columns = ["planned_local", "zone", "tzdata", "planned_at", "revision"]
    Post.objects.bulk_update(promises, columns, batch_size=BATCH)


def _follow(promises: dict[Post, Promise], rows: dict[object, list[Delivery]], by: By) -> set[object]:
    """Let deliveries follow their posts' promises; returns the posts of which something is held by that."""
    now = clock.now()
    soonest = now + timedelta(seconds=settings.UNDO_SECONDS)
    on_channel: dict[object, list[Delivery]] = defaultdict(list)
    held: set[object] = set()
    for post, at in promises.items():
        for row in rows[post.pk]:
            why = _why_held(row, at.at, now)
            if why:
                _hold(row, at.at, why, by)
                held.add(post.pk)
            elif row.state in FOLLOW:
                row.planned_at = at.at
                row.due_at = max(at.at, soonest) if row.state == State.WAITING else row.due_at
                on_channel[row.channel_id].append(row)
        facts = {"at": at.at.isoformat(), "zone": at.zone}
        ledger.record("calendar_app.post_rezoned", post.subject, by=by, brand_id=post.brand_id, **facts)
    for channel_id in sorted(on_channel, key=str):  # lanes are woken in one order
        Delivery.objects.bulk_update(on_channel[channel_id], ["planned_at", "due_at"], batch_size=BATCH)
    return held


def _why_held(row: Delivery, at: datetime, now: datetime) -> tuple[str, str] | None:
    """Reason and problem of a scheduled delivery that cannot go out at its new time; None when it can."""
    if row.state != State.WAITING:
        return None
    if not selectors.window_of(row).holds(at):
        return Delivery.Held.WITHDRAWN, "zone_not_cleared"
    return (Delivery.Held.PERSON, "zone_over") if at <= now else None


def _hold(row: Delivery, at: datetime, why: tuple[str, str], by: By) -> None:
    reason, problem = why
    OUTGOING.advance(row, "hold", held_reason=reason, problem=problem, due_at=None, planned_at=at)
    facts = {"delivery": str(row.pk), "code": problem}
    ledger.record("calendar_app.delivery_held", f"post:{row.post_id}", by=by, brand_id=row.brand_id, **facts)
