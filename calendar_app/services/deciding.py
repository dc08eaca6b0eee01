"""What a person decides about one delivery: cancel, try again, it is there, it is not there."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext_lazy as _

from calendar_app import approving, going_live
from calendar_app.document import from_bytes
from calendar_app.models import Delivery, Post
from calendar_app.services import gate
from calendar_app.services.composing import locked, own_deliveries, refuse_beyond, touch
from calendar_app.services.pausing import refuse_paused
from calendar_app.services.preflight import refuse_unfit
from connections.models import Channel
from core import bell, clock, ledger
from core.errors import DomainError, NotAllowed, Stale
from core.ledger import By
from core.outbox.states import OUTGOING, State


class BadAddress(DomainError):
    """The address of the published post cannot be right."""

    code = "bad_address"


def cancel(delivery: Delivery, *, by: By) -> None:
    """It will not go out. Raises NotAllowed once it is going out."""
    if delivery.state == State.ASKING:
        raise NotAllowed(_("Say first whether the post is there."))
    _decide(
        delivery, "cancel", "calendar_app.delivery_cancelled", by, due_at=None, held_reason="", problem=""
    )


def try_again(delivery: Delivery, *, by: By, undo: timedelta = timedelta()) -> None:
    """Send what failed, was held or expired: now, or when `undo` is over. The promise stays: it shows how late it is.

    That it is late has a person's consent from now on. Raises StillPaused while a hold covers it.
    """
    now = clock.now()
    refuse_paused(delivery)
    refuse_unfit(from_bytes(delivery.version.canonical), [delivery.channel])
    _decide(
        delivery,
        "schedule",
        "calendar_app.delivery_tried_again",
        by,
        planned_at=delivery.planned_at or now,
        due_at=max(delivery.planned_at or now, now + undo),
        consented_at=now,
        clearance=gate.cleared(delivery),
        tries=0,
        looks=0,
        held_reason="",
        problem="",
    )


def it_is_there(delivery: Delivery, address: str, *, by: By, about: UUID | None) -> None:
    """A person has seen it: published. `address` is where, and must begin with http.

    `about` is the attempt (the fence) that she was asked about; raises Stale when there was another one since.
    Also for what is held because our data came back from a backup. Raises NotAllowed for what is held else.
    """
    if delivery.state == State.HELD and delivery.held_reason != Delivery.Held.RESTORED:
        raise NotAllowed(_("It was not sent, so it cannot be there."))
    _refuse_while_looking(delivery)
    address = address.strip()
    if address and not address.startswith(("https://", "http://")):
        raise BadAddress(_("Paste the whole address of the post, beginning with https://"))
    _answer(
        delivery,
        "see",
        "calendar_app.delivery_seen",
        by,
        about,
        remote_id=delivery.remote_key or "seen-by-a-person",
        remote_url=address,
        settled_at=Now(),
        due_at=None,
        held_reason="",
        problem="",
    )


def send_again(delivery: Delivery, *, by: By, about: UUID | None) -> None:
    """A person has looked and it is not there: once more, with the same key. Raises NotAllowed while we look ourselves.

    `about` is the attempt (the fence) that she was asked about; raises Stale when there was another one since: what she
    saw says nothing about that one.
    """
    _refuse_while_looking(delivery)
    _answer(
        delivery,
        "send_again",
        "calendar_app.delivery_sent_again",
        by,
        about,
        due_at=Greatest(Now(), F("planned_at")),
        consented_at=Now(),
        problem="",
        tries=0,
        looks=0,
    )


def _refuse_while_looking(delivery: Delivery) -> None:
    if delivery.state == State.UNSURE and not delivery.asks_people:
        raise NotAllowed(_("We are just looking whether it is there. Wait a minute."))


def trash(post: Post, *, revision: int | None = None, by: By) -> None:
    """Into the trash for 30 days; what waits is cancelled, and the event says how it stood, so that it can be undone.

    Raises NotAllowed while it is going out, Stale as `locked`.
    """
    with transaction.atomic():
        post = locked(post, revision)
        deliveries = own_deliveries(post)
        refuse_beyond(deliveries, by)
        stopped: dict[str, str] = {}
        for delivery in deliveries:
            if delivery.state in {State.SENDING, State.ACCEPTED, State.UNSURE, State.ASKING}:
                raise NotAllowed(_("This post is going out right now. Wait for its outcome."))
            if delivery.state == State.DRAFT:
                continue
            if "cancel" in OUTGOING.actions(delivery.state):
                stopped[str(delivery.pk)] = delivery.state
                OUTGOING.advance(delivery, "cancel", due_at=None, held_reason="")
        Post.objects.filter(pk=post.pk).update(trashed_at=Now(), revision=F("revision") + 1)
        standing = approving.standings([post.pk]).get(post.pk)
        facts = {"stopped": stopped, "standing": standing.key if standing else ""}
        ledger.record("calendar_app.post_trashed", post.subject, by=by, brand_id=post.brand_id, **facts)
        approving.left(post, by=by)


def resume(channel: Channel) -> int:
    """The channel lets us in again: what was held for it goes out, late ones at once. Returns how many.

    What has lost its approval meanwhile stays held, for that reason.
    """
    held = Delivery.objects.filter(channel=channel, state=State.HELD, held_reason=Delivery.Held.RECONNECT)
    return sum(_resume(delivery) for delivery in held.order_by("id"))


def _resume(delivery: Delivery) -> bool:
    undo = timedelta(seconds=settings.UNDO_SECONDS)
    try:
        clearance = gate.cleared(delivery)
    except gate.NeedsApproval:
        rows = Delivery.objects.filter(pk=delivery.pk, state=State.HELD)
        rows.update(held_reason=Delivery.Held.WITHDRAWN, problem="not_cleared")
        return False
    OUTGOING.advance(
        delivery,
        "schedule",
        due_at=Greatest(Now() + undo, F("planned_at")),
        clearance=clearance,
        held_reason="",
        problem="",
        tries=0,
    )
    return True


def _answer(
    delivery: Delivery, action: str, event: str, by: By, about: UUID | None, **changes: object
) -> None:
    with transaction.atomic():
        locked(delivery.post)
        if Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk).fence != about:
            raise Stale(_("It was sent again since you were asked. Look at it again."))
        _decide(delivery, action, event, by, **changes)


def _decide(delivery: Delivery, action: str, event: str, by: By, **changes: object) -> None:
    with transaction.atomic():
        refuse_beyond([delivery], by)
        post = locked(delivery.post)
        OUTGOING.advance(delivery, action, **changes)
        if action == "see":
            going_live.went_live(delivery.channel)
        touch(post)
        ledger.record(event, post.subject, by=by, brand_id=post.brand_id, delivery=str(delivery.pk))
        bell.ring("core.drain", "publish", queue="publish")
