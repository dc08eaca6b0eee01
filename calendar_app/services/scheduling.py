"""Planning: promise a time, keep it, move it, take it back. Before the fence a person always wins."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import BrandPolicy
from calendar_app import approving
from calendar_app.document import from_bytes
from calendar_app.models import Delivery, Post
from calendar_app.promise import BadTime, Promise, local_of, promise
from calendar_app.services import gate
from calendar_app.services.composing import locked, own_deliveries, refuse_beyond, take_back, touch
from calendar_app.services.preflight import refuse_unfit
from core import bell, clock, ledger
from core.errors import NotAllowed
from core.ledger import By
from core.outbox.states import OUTGOING, State

GRACE = timedelta(minutes=1)
SOON = timedelta(seconds=30)
SENT_NOW = "calendar_app.post_sent_now"
WANT_YES = frozenset({"not_cleared", "approval_wanted", "zone_not_cleared", "not_approved"})
"""Problems that a yes puts right."""


def schedule(post: Post, at: Promise, *, revision: int | None = None, by: By) -> Post:
    """Promise a time for every delivery that has not left. Raises BadTime for the past, Unfit for bad content.

    The engine acts at that time, but never sooner than people can undo. Where the brand wants an approval that is not
    there, it is a draft with this time, and people are asked.
    """
    now = clock.now()
    _refuse_past(at, now)
    return _plan(post, at, now, revision=revision, by=by, event="calendar_app.post_scheduled")


def publish_now(post: Post, *, revision: int | None = None, by: By) -> Post:
    """As soon as it cannot be undone any more; where the brand wants an approval, as soon as it is approved."""
    now = clock.now()
    zone = post.brand.zone
    at = Promise(local=local_of(now, zone), zone=zone, at=now)
    return _plan(post, at, now, revision=revision, by=by, event=SENT_NOW)


def plan_draft(post: Post, at: Promise | None, *, by: By) -> Post:
    """Pencil a draft in, or take its time away: nothing will go out by it."""
    with transaction.atomic():
        post = locked(post)
        refuse_beyond(own_deliveries(post), by)
        touch(post, **_promise_columns(at))
        moment = at.at if at else None
        Delivery.objects.filter(post=post, state=State.DRAFT).update(planned_at=moment)
        approving.moved([post], by=by)
    return post


def submit(post: Post, local: str, *, by: By) -> Post:
    """Ask for approval of what stands there now, for this wall time in the brand's zone ("": without a time).

    Raises BadTime for the past, and what the room of approvals says no with.
    """
    at = promise(local, post.brand.zone) if local else None
    if at is not None:
        _refuse_past(at, clock.now())
    with transaction.atomic():
        post = locked(post)
        rows = [row for row in own_deliveries(post) if _may_go(row)]
        refuse_beyond(rows, by)
        take_back(rows)
        if (at.local if at else "") != post.planned_local or (at and at.zone != post.zone):
            touch(post, **_promise_columns(at))
        mine = Delivery.objects.filter(post=post, state=State.DRAFT)
        mine.update(planned_at=post.planned_at)
        approving.submit(post, by=by)
    return post


def release(post: Post, *, is_immediate: bool, by: By) -> bool:
    """Everybody said yes: what is planned waits for its time, what shall go out at once does; returns whether it does.

    A time that is over by now is kept: the brand's rule about late posts judges it. The post must be locked.
    """
    now = clock.now()
    at = now if is_immediate else post.planned_at
    rows = [row for row in own_deliveries(post) if row.state == State.DRAFT or _wants_yes(row)]
    if at is None or not rows:
        return False
    touch(
        post,
        **(
            _promise_columns(Promise(local_of(at, post.brand.zone), post.brand.zone, at))
            if is_immediate
            else {}
        ),
    )
    due_at = max(at, now + timedelta(seconds=settings.UNDO_SECONDS))
    for row in rows:
        _wait(row, at, due_at, consented_at=now if is_immediate else None)
    ledger.record(
        "calendar_app.post_scheduled", post.subject, by=by, brand_id=post.brand_id, at=at.isoformat()
    )
    if due_at - now < SOON:
        bell.ring("core.drain", "publish", queue="publish")
    return True


def unschedule(post: Post, *, revision: int | None = None, by: By) -> Post:
    """Back to a draft, time kept as a pencil mark. Raises NotAllowed when nothing of it can be stopped."""
    with transaction.atomic():
        post = locked(post, revision)
        stopped = [
            delivery for delivery in own_deliveries(post) if "unschedule" in OUTGOING.actions(delivery.state)
        ]
        refuse_beyond(stopped, by)
        if not stopped:
            raise NotAllowed(_("This post is going out already; it cannot be stopped any more."))
        for delivery in stopped:
            OUTGOING.advance(delivery, "unschedule", due_at=None, clearance=None, held_reason="", problem="")
        touch(post)
        ledger.record("calendar_app.post_unscheduled", post.subject, by=by, brand_id=post.brand_id)
    return post


def move(post: Post, local: str, *, revision: int, by: By) -> Post:
    """Another time in the brand's zone: a scheduled post stays scheduled, a draft stays a draft."""
    at = promise(local, post.brand.zone)
    states = set(Delivery.objects.filter(post=post).values_list("state", flat=True))
    if State.WAITING in states:
        return schedule(post, at, revision=revision, by=by)
    if states - {State.DRAFT, State.CANCELLED}:
        raise NotAllowed(_("This post has left already or waits for a decision; it cannot be moved."))
    return plan_draft(locked_once(post, revision), at, by=by)


def move_some(post: Post, at: Promise, chosen: Collection[UUID], *, by: By) -> bool:
    """Promise another time for some of a post's deliveries that wait for a person.

    The post's own time moves with them only when nothing else of it is left or planned; returns whether it did.
    Raises BadTime for the past, Unfit for bad content, NotAllowed when none of them can be moved any more.
    """
    now = clock.now()
    _refuse_past(at, now)
    with transaction.atomic():
        post = locked(post)
        rows = own_deliveries(post)
        moving = [row for row in rows if row.pk in chosen and _may_go(row)]
        refuse_beyond(moving, by)
        if not moving:
            raise NotAllowed(_("Somebody has decided about this post already."))
        is_whole = all(row in moving or row.state == State.CANCELLED for row in rows)
        if is_whole and _wants_asking(moving, at.at):
            _ask(post, at, moving, by)
            return True
        _promise(post, at, now, moving, is_whole=is_whole)
        for row in moving:
            ledger.record(
                "calendar_app.delivery_moved",
                post.subject,
                by=by,
                brand_id=post.brand_id,
                delivery=str(row.pk),
                at=at.at.isoformat(),
            )
    return is_whole


def locked_once(post: Post, revision: int) -> Post:
    """Check the revision in a transaction of its own."""
    with transaction.atomic():
        return locked(post, revision)


def _plan(post: Post, at: Promise, now: datetime, *, revision: int | None, by: By, event: str) -> Post:
    with transaction.atomic():
        post = locked(post, revision)
        movable = [delivery for delivery in own_deliveries(post) if _may_go(delivery)]
        refuse_beyond(movable, by)
        if not movable:
            raise NotAllowed(
                _("Choose at least one channel.")
                if not post.deliveries.exists()
                else _("This post has left already.")
            )
        if _wants_asking(movable, at.at):
            return _ask(post, at, movable, by, is_immediate=event == SENT_NOW)
        _promise(post, at, now, movable)
        ledger.record(event, post.subject, by=by, brand_id=post.brand_id, at=at.at.isoformat())
        approving.moved([post], by=by)
    return post


def _wants_asking(rows: list[Delivery], at: datetime) -> bool:
    """Whether people must say yes before all of these may wait for `at`."""
    if BrandPolicy.objects.filter(brand_id=rows[0].brand_id, approval_required=False).exists():
        return False
    return any(gate.found(row, at) is None for row in rows)


def _ask(post: Post, at: Promise, rows: list[Delivery], by: By, *, is_immediate: bool = False) -> Post:
    """The time is a pencil mark until people said yes; what waited by an older yes is a draft first."""
    planned = None if is_immediate else at
    moment = planned.at if planned else None
    take_back(rows, planned_at=moment)
    touch(post, **_promise_columns(planned))
    Delivery.objects.filter(post=post, state=State.DRAFT).update(planned_at=moment)
    approving.submit(post, by=by, is_immediate=is_immediate, is_yes=True)
    post.refresh_from_db()
    return post


def _wants_yes(delivery: Delivery) -> bool:
    """It is held, or expired, for want of a yes alone."""
    return delivery.state in (State.HELD, State.EXPIRED) and delivery.problem in WANT_YES


def _promise(
    post: Post, at: Promise, now: datetime, movable: list[Delivery], *, is_whole: bool = True
) -> None:
    """Let these deliveries of the locked post wait for `at`; `is_whole`: it is the post's own time from now on."""
    refuse_unfit(from_bytes(post.version.canonical), [row.channel for row in movable])
    touch(post, **(_promise_columns(at) if is_whole else {}))
    due_at = max(at.at, now + timedelta(seconds=settings.UNDO_SECONDS))
    for delivery in movable:
        _wait(delivery, at.at, due_at, consented_at=now if at.at <= now else None)
    if due_at - now < SOON:
        bell.ring("core.drain", "publish", queue="publish")


def _refuse_past(at: Promise, now: datetime) -> None:
    if at.at < now - GRACE:
        raise BadTime(_("This time is in the past. Choose a later one, or publish now."))


def _may_go(delivery: Delivery) -> bool:
    """What a person cancelled stays cancelled until its channel is chosen again."""
    return delivery.state != State.CANCELLED and "schedule" in OUTGOING.actions(delivery.state)


def _wait(
    delivery: Delivery, planned_at: datetime, due_at: datetime, *, consented_at: datetime | None
) -> None:
    """A new promise begins: what was said about the old one does not count any more."""
    OUTGOING.advance(
        delivery,
        "schedule",
        planned_at=planned_at,
        due_at=due_at,
        consented_at=consented_at,
        told_late_at=None,
        clearance=gate.cleared(delivery, planned_at),
        tries=0,
        looks=0,
        held_reason="",
        problem="",
    )


def _promise_columns(at: Promise | None) -> dict[str, object]:
    if at is None:
        return {"planned_local": "", "zone": "", "planned_at": None, "tzdata": ""}
    return {"planned_local": at.local, "zone": at.zone, "planned_at": at.at, "tzdata": at.tzdata}
