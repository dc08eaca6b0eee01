"""The trash of posts: taking something out of it, and letting it go for good."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Attempt, Delivery, Post, Showing
from calendar_app.selectors import trash as selectors
from core import ledger
from core.errors import NotAllowed
from core.ledger import SYSTEM, By
from core.outbox.states import FENCED, State

BATCH = 200
MOVING = tuple(state for state in FENCED if state != State.LIVE)
"""States in which nobody knows yet whether it is out."""


def restore(post: Post, *, by: By) -> Post:
    """A draft again; what was cancelled stays cancelled. Raises NotAllowed when it is not in the trash any more."""
    with transaction.atomic():
        mine = Post.trash.filter(pk=post.pk)
        if not mine.update(trashed_at=None, revision=F("revision") + 1):
            raise NotAllowed(_("Somebody took this out of the trash already."))
        ledger.record("calendar_app.post_restored", post.subject, by=by, brand_id=post.brand_id)
    found: Post = Post.objects.get(pk=post.pk)
    return found


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
