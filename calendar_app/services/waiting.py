"""Deciding about many deliveries that waited: send, move, skip, seen, and taking that back. Each is done by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Delivery, Post
from calendar_app.promise import FORMAT, local_of, promise
from calendar_app.selectors.waiting import LATE_EXPIRED, MEDIA_AWAY, ORDER
from calendar_app.services import deciding, scheduling
from calendar_app.services.composing import locked, refuse_beyond, touch
from core import clock, ledger
from core.errors import DomainError, Sentence
from core.ledger import By
from core.outbox.states import OUTGOING, State

HELD_FOR = {LATE_EXPIRED: Delivery.Held.LATE, MEDIA_AWAY: Delivery.Held.BROKEN}
"""How those are held whose reason here says more than the row's own."""
NOT_YOURS = _("You are limited to other channels.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, what was refused and why, and the posts of which only a part moved."""

    done: tuple[Delivery, ...]
    refused: tuple[tuple[Delivery, Sentence], ...]
    split: tuple[Post, ...] = ()


def send_now(deliveries: Iterable[Delivery], *, by: By) -> Outcome:
    """As soon as it cannot be undone any more. What a hold covers is refused."""
    undo = timedelta(seconds=settings.UNDO_SECONDS)
    return _each(deliveries, lambda row: deciding.try_again(row, by=by, undo=undo))


def skip(deliveries: Iterable[Delivery], *, by: By) -> Outcome:
    """They will not go out."""
    return _each(deliveries, lambda row: deciding.cancel(row, by=by))


def seen(deliveries: Iterable[Delivery], *, by: By) -> Outcome:
    """A person has seen that they are published. Only for what may be out."""
    return _each(deliveries, lambda row: deciding.it_is_there(row, "", by=by, about=row.fence))


def move(deliveries: Iterable[Delivery], local: str, *, keep_gaps: bool, by: By) -> Outcome:
    """Another promise: `local` in the brand's zone for the earliest post, and for the others too or as far after it as
    they were (`keep_gaps`). Posts that are out in part keep their own time.

    Raises BadTime for what is no time.
    """
    posts = _by_post(deliveries)
    begin = datetime.fromisoformat(promise(local, "UTC").local)
    earliest = min((_wall(rows[0]) for rows in posts), default=begin)
    done: list[Delivery] = []
    refused: list[tuple[Delivery, Sentence]] = []
    split: list[Post] = []
    for rows in posts:
        gap = _wall(rows[0]) - earliest if keep_gaps else timedelta()
        post = rows[0].post
        try:
            at = promise((begin + gap).strftime(FORMAT), post.brand.zone)
            is_whole = scheduling.move_some(post, at, {row.pk for row in rows}, by=by)
        except DomainError as error:
            refused.extend((row, error.sentence) for row in rows)
            continue
        except PermissionDenied:
            refused.extend((row, NOT_YOURS) for row in rows)
            continue
        done.extend(rows)
        split.extend([] if is_whole else [post])
    return Outcome(tuple(done), tuple(refused), tuple(split))


def put_back(reasons: Mapping[UUID, str], *, by: By) -> Outcome:
    """Take a decision back: what has not left waits for a person again, for the reason it had."""
    known = {pk: reason for pk, reason in reasons.items() if reason in ORDER}
    rows = Delivery.objects.filter(pk__in=list(known), state__in=[State.WAITING, State.CANCELLED])
    rows = rows.select_related("post").order_by("planned_at", "pk")
    return _each(rows, lambda row: _put_back(row, known[row.pk], by))


def _put_back(delivery: Delivery, reason: str, by: By) -> None:
    is_expired = reason == LATE_EXPIRED
    with transaction.atomic():
        refuse_beyond([delivery], by)
        post = locked(delivery.post)
        if delivery.state == State.CANCELLED:
            OUTGOING.advance(delivery, "unschedule", due_at=None)
        held = HELD_FOR.get(reason, reason)
        OUTGOING.advance(delivery, "hold", held_reason=held, problem=reason, due_at=None, consented_at=None)
        if is_expired:
            OUTGOING.advance(delivery, "expire", held_reason="")
        touch(post)
        ledger.record(
            "calendar_app.delivery_put_back",
            post.subject,
            by=by,
            brand_id=post.brand_id,
            delivery=str(delivery.pk),
        )


def _each(deliveries: Iterable[Delivery], act: Callable[[Delivery], None]) -> Outcome:
    done: list[Delivery] = []
    refused: list[tuple[Delivery, Sentence]] = []
    for row in deliveries:
        try:
            act(row)
        except DomainError as error:
            refused.append((row, error.sentence))
        except PermissionDenied:
            refused.append((row, NOT_YOURS))
        else:
            done.append(row)
    return Outcome(tuple(done), tuple(refused))


def _by_post(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    """The rows of each post, posts and rows in the order of their promises."""
    found: dict[UUID, list[Delivery]] = defaultdict(list)
    for row in sorted(deliveries, key=_wall):
        found[row.post_id].append(row)
    return list(found.values())


def _wall(delivery: Delivery) -> datetime:
    """The promised time on the brand's clock."""
    planned = delivery.planned_at or clock.now()
    return datetime.fromisoformat(local_of(planned, delivery.post.brand.zone))
