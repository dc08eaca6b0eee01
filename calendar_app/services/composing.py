"""Writing: a post, its versions and one delivery for each chosen channel."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from calendar_app import approving
from calendar_app.models import Delivery, Post, PostVersion
from calendar_app.services import content, gate
from calendar_app.services.content import Content
from connections.selectors import reachable
from core import ledger
from core.errors import NotAllowed, Stale
from core.ledger import By
from core.outbox.states import FENCED, OUTGOING, State

STOPPABLE = (State.WAITING, State.HELD, State.REFUSED, State.EXPIRED)
"""States of what has not left and is more than a draft."""


def create(brand: Brand, written: Content, *, author: User, by: By) -> Post:
    """A new draft."""
    with transaction.atomic():
        reachable.refuse_beyond(written.channels, by)
        post = Post.objects.create(organization_id=brand.organization_id, brand=brand, author=author)
        _write(post, brand, written, author)
        ledger.record("calendar_app.post_created", post.subject, by=by, brand_id=brand.pk)
    return post


def edit(post: Post, written: Content, *, revision: int, author: User, by: By) -> Post:
    """New content. What waits keeps its time and is cleared anew for the new content; where that needs people's yes, it
    is a draft again and they are asked anew.

    Raises Stale when somebody changed the post since `revision`, NotAllowed when it has left already.
    """
    with transaction.atomic():
        post = locked(post, revision)
        refuse_beyond(own_deliveries(post), by)
        reachable.refuse_beyond(written.channels, by)
        before = post.version_id
        _write(post, post.brand, written, author)
        if post.version_id != before:
            ledger.record("calendar_app.post_edited", post.subject, by=by, brand_id=post.brand_id)
            approving.changed(post, by=by)
    return post


def locked(post: Post, revision: int | None = None) -> Post:
    """The post's row, ours until the transaction ends.

    Raises Stale when it has another revision by now, NotAllowed when it is in the trash.
    """
    rows = Post.objects.select_for_update(of=("self",)).select_related("version", "brand")
    found: Post | None = rows.filter(pk=post.pk).first()
    if found is None:
        raise NotAllowed(_("Somebody moved this post to the trash. Take it out of there first."))
    if revision is not None and found.revision != revision:
        raise Stale(
            _(
                "Someone else changed this post since you opened it. Your text is still here; look at theirs first."
            )
        )
    return found


def own_deliveries(post: Post) -> list[Delivery]:
    """The post's deliveries, locked, always in the same order (lanes are woken in it)."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("channel")
    return list(rows.filter(post=post).order_by("channel_id", "kind", "position"))


def refuse_beyond(deliveries: Iterable[Delivery], by: By) -> None:
    """Raise PermissionDenied when one of them goes to a channel that the actor may not use; cancelled ones do not count."""
    going = (row.channel_id for row in deliveries if row.state != State.CANCELLED)
    reachable.refuse_beyond(going, by)


def touch(post: Post, **changes: object) -> None:
    """Write `changes` and raise the revision."""
    Post.objects.filter(pk=post.pk).update(revision=F("revision") + 1, **changes)
    post.refresh_from_db()


def _write(post: Post, brand: Brand, written: Content, author: User) -> None:
    deliveries = own_deliveries(post)
    if any(delivery.state in FENCED for delivery in deliveries):
        raise NotAllowed(_("This post is going out or is out already. Copy it to a new draft to change it."))
    document = content.document_of(brand, written)
    version = content.new_version(post, document, author)
    cover = written.media[0][0] if written.media else None
    touch(post, version=version, headline=document.headline(), cover_id=cover)
    _fit(post, version, deliveries, written)


def _fit(post: Post, version: PostVersion, deliveries: list[Delivery], written: Content) -> None:
    """Deliveries for exactly the chosen channels, all of the new version."""
    chosen = set(written.channels)
    for delivery in deliveries:
        if delivery.channel_id in chosen:
            revive(delivery)
            follow(delivery, version)
        else:
            drop(delivery)
    waiting = next((row for row in deliveries if row.state == State.WAITING), None)
    for channel_id in sorted(chosen - {delivery.channel_id for delivery in deliveries}):
        added = Delivery.objects.create(
            organization_id=post.organization_id,
            brand_id=post.brand_id,
            post=post,
            version=version,
            content_hash=version.content_hash,
            channel_id=channel_id,
            planned_at=post.planned_at,
        )
        if waiting is not None:
            wait(added, waiting)


def follow(delivery: Delivery, version: PostVersion) -> None:
    """Let a delivery carry the new version; one that waits gets a clearance of the new content in the same statement,
    or waits no more where there is none.
    """
    if delivery.version_id == version.pk:
        return
    delivery.version, delivery.content_hash = version, version.content_hash
    changes = {"version": version, "content_hash": version.content_hash}
    if delivery.state == State.WAITING:
        yes = gate.found(delivery)
        if yes is None:
            OUTGOING.advance(delivery, "unschedule", due_at=None, clearance=None, **changes)
            return
        changes["clearance"] = yes
    won = Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(**changes)
    if not won:
        raise Stale(_("This post has just started to go out."))


def take_back(deliveries: Iterable[Delivery], **changes: object) -> None:
    """What has not left is a draft again; it keeps its planned time, unless `changes` say another one."""
    for delivery in deliveries:
        if delivery.state in STOPPABLE:
            OUTGOING.advance(
                delivery, "unschedule", due_at=None, clearance=None, held_reason="", problem="", **changes
            )


def revive(delivery: Delivery) -> None:
    """A channel whose delivery was cancelled is chosen again: it begins anew as a draft."""
    if delivery.state == State.CANCELLED:
        OUTGOING.advance(delivery, "unschedule", due_at=None, problem="")


def drop(delivery: Delivery) -> None:
    """A channel was taken off: forget what never started, keep the history of what did."""
    if delivery.tries == 0:
        Delivery.objects.filter(pk=delivery.pk, tries=0).delete()
    elif delivery.state != State.CANCELLED:
        OUTGOING.advance(delivery, "cancel", due_at=None, held_reason="")


def wait(delivery: Delivery, like: Delivery) -> None:
    """Let an added channel wait as its sibling does."""
    OUTGOING.advance(
        delivery,
        "schedule",
        due_at=like.due_at,
        planned_at=like.planned_at,
        consented_at=like.consented_at,
        clearance=gate.cleared(delivery),
    )
