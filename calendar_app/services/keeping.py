"""The composer's verb: what was typed is kept and, when wished, planned. All of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from calendar_app.document import from_bytes
from calendar_app.models import Delivery, Post
from calendar_app.promise import BadTime, promise
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from calendar_app.services.preflight import refuse_unfit
from core.ledger import By
from core.outbox.states import State


class Wish(StrEnum):
    """What shall become of the text."""

    SAVE = "save"
    SCHEDULE = "schedule"
    NOW = "now"
    UNSCHEDULE = "unschedule"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the composer sends. `local` is the wall time in the brand's zone, "" for none; `revision` None for a new post."""

    content: Content
    wish: Wish
    local: str = ""
    revision: int | None = None


def keep(brand: Brand, post: Post | None, sheet: Sheet, *, author: User, by: By) -> Post:
    """The post, written and planned. Raises what composing and scheduling raise; then nothing has changed."""
    with transaction.atomic():
        return _plan(_write(brand, post, sheet, author, by), sheet, by)


def _write(brand: Brand, post: Post | None, sheet: Sheet, author: User, by: By) -> Post:
    if post is None:
        return composing.create(brand, sheet.content, author=author, by=by)
    revision = sheet.revision if sheet.revision is not None else post.revision
    return composing.edit(post, sheet.content, revision=revision, author=author, by=by)


def _plan(post: Post, sheet: Sheet, by: By) -> Post:
    match sheet.wish:
        case Wish.NOW:
            return scheduling.publish_now(post, by=by)
        case Wish.SCHEDULE:
            return scheduling.schedule(post, promise(sheet.local, post.brand.zone), by=by)
        case Wish.UNSCHEDULE:
            return scheduling.unschedule(post, by=by)
        case Wish.SUBMIT:
            return scheduling.submit(post, sheet.local, by=by)
        case Wish.SAVE:
            return _save(post, sheet.local, by)


def _save(post: Post, local: str, by: By) -> Post:
    """What waits goes on waiting, if it still can; a draft's time is a pencil mark."""
    rows = list(Delivery.objects.filter(post=post).select_related("channel"))
    waiting = [row for row in rows if row.state == State.WAITING]
    if waiting and post.version is not None:
        refuse_unfit(from_bytes(post.version.canonical), [row.channel for row in waiting])
        return _keep_promise(post, local, by)
    if any(row.state not in (State.DRAFT, State.CANCELLED) for row in rows):
        return post
    at = promise(local, post.brand.zone) if local else None
    is_same = (at.local if at else "") == post.planned_local
    return post if is_same else scheduling.plan_draft(post, at, by=by)


def _keep_promise(post: Post, local: str, by: By) -> Post:
    if not local:
        raise BadTime(_("A scheduled post needs a time. To take the time away, put it back to the drafts."))
    at = promise(local, post.brand.zone)
    if (at.local, at.zone) == (post.planned_local, post.zone):
        return post
    return scheduling.schedule(post, at, by=by)
