"""The trash of posts: taking something out of it, undoing that it was put there, and letting it go for good."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from calendar_app import approving
from calendar_app.models import Attempt, Delivery, Post, Showing
from calendar_app.promise import promise
from calendar_app.selectors import trash as selectors
from calendar_app.services import scheduling
from calendar_app.services.composing import locked, own_deliveries, refuse_beyond, revive
from core import ledger
from core.errors import DomainError, NotAllowed, Sentence, Stale
from core.ledger import SYSTEM, By, Event
from core.outbox.states import FENCED, State

BATCH = 200
MOVING = tuple(state for state in FENCED if state != State.LIVE)
"""States in which nobody knows yet whether it is out."""
ENDED = ("waiting", "approved")
"""Standings that end when a post goes to the trash."""


def restore(post: Post, *, by: By) -> Post:
    """A draft again; what was cancelled stays cancelled. Raises NotAllowed when it is not in the trash any more."""
    with transaction.atomic():
        mine = Post.trash.filter(pk=post.pk)
        if not mine.update(trashed_at=None, revision=F("revision") + 1):
            raise NotAllowed(_("Somebody took this out of the trash already."))
        ledger.record("calendar_app.post_restored", post.subject, by=by, brand_id=post.brand_id)
    found: Post = Post.objects.get(pk=post.pk)
    return found


def put_back(post: Post, revision: int, *, may_schedule: bool, by: By) -> Sentence:
    """The undo of moving it to the trash: what was cancelled by that is a draft again, what waited waits for its
    time, if whoever undoes it may schedule.

    Returns why it does not wait as before, "" when it stands as it stood. Raises NotAllowed when it is not in the trash
    any more, Stale when it has another revision, PermissionDenied for a channel that the actor may not use.
    """
    with transaction.atomic():
        before = _before(post)
        if not Post.trash.filter(pk=post.pk, revision=revision).exists():
            raise Stale(_("Somebody changed it since. Look into the trash."))
        post = locked(restore(post, by=by))
        rows = [row for row in own_deliveries(post) if str(row.pk) in before["stopped"]]
        for row in rows:
            revive(row)
        refuse_beyond(rows, by)
        if State.WAITING in before["stopped"].values() and not may_schedule:
            return _("It is back as a draft. It will not go out by itself: what was planned stays cancelled.")
        return _wait_again(post, before, by)


def _before(post: Post) -> dict[str, Any]:
    """How it stood when it went into the trash, as the event tells."""
    events = Event.objects.filter(kind="calendar_app.post_trashed", subject=post.subject)
    facts = events.order_by("-id").values_list("facts", flat=True).first() or {}
    return {"stopped": facts.get("stopped", {}), "standing": facts.get("standing", "")}


def _wait_again(post: Post, before: dict[str, Any], by: By) -> Sentence:
    waited = State.WAITING in before["stopped"].values()
    if before["standing"] in ENDED or (waited and approving.is_wanted(post.brand, by)):
        return _("Its approval ended when it went to the trash. Send it for approval again.")
    if not waited:
        return ""
    try:
        with transaction.atomic():
            scheduling.schedule(post, promise(post.planned_local, post.brand.zone), by=by)
    except DomainError as error:
        return error.sentence
    return ""


def destroy(post: Post, *, by: By = SYSTEM) -> None:
    """Gone for good, with its versions and deliveries; what is out on networks stays there.

    Raises NotAllowed when it is not in the trash any more, or while nobody knows whether it is out.
    """
    with transaction.atomic():
        found = Post.trash.select_for_update(of=("self",)).filter(pk=post.pk).first()
        if found is None:
            raise NotAllowed(_("Somebody took this out of the trash already."))
        deliveries = Delivery.objects.filter(post=found)
        if deliveries.filter(state__in=MOVING).exists():
            raise NotAllowed(_("It may be going out right now. Wait for its outcome."))
        Attempt.objects.filter(delivery__in=deliveries).delete()
        _forget(deliveries)
        _forget(Showing.objects.filter(post=found))
        _forget(Post.trash.filter(pk=found.pk))
        facts = {"headline": found.headline}
        ledger.record("calendar_app.post_destroyed", found.subject, by=by, brand_id=found.brand_id, **facts)


def prune(*, dry_run: bool = False) -> int:
    """Let go what has been in the open scope's trash for 30 days; returns how many posts that is."""
    found = selectors.over()
    if dry_run:
        return found.count()
    gone = 0
    for post in found.order_by("trashed_at")[:BATCH]:
        try:
            destroy(post)
        except NotAllowed:
            continue  # taken out meanwhile, or its outcome is still open: the next time finds it
        gone += 1
    return gone


def _forget(rows: models.QuerySet[Any]) -> None:
    """Delete by the database's own keys: versions go by them, and by them alone."""
    rows._raw_delete(rows.db)
