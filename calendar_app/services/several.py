"""One thing for several posts: ask for approval, plan, move, trash, and taking that back. Each post is done by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activity import gathering
from calendar_app import approving
from calendar_app.models import Delivery, Post
from calendar_app.promise import FORMAT, BadTime, promise
from calendar_app.services import deciding, scheduling, trashing
from calendar_app.services.composing import locked
from calendar_app.services.waiting import NOT_YOURS
from core.errors import DomainError, Sentence
from core.ledger import By
from core.outbox.states import State

MOST = 200
"""Posts at once."""
LONGEST_DAYS = 3650
GONE = _("It is not there any more.")
ASKED = _("People are asked; it goes out when they say yes.")
NO_TIME = _("It has no time yet. Open it and choose one.")
NOT_PLANNER = _("It is planned already, and you may not change what is planned.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A post, as it stood on the page: with another revision nothing is done to it."""

    post: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does it, and whether she may change what is planned."""

    by: By
    may_schedule: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A post as it is now, where it stood before ("" for without a time), and what else a person should know of it."""

    post: Post
    before: str
    note: Sentence = ""


@dataclass(slots=True)
class Outcome:
    """What was done, and what was not and why; None for a post that is gone."""

    done: list[Done] = field(default_factory=list)
    refused: list[tuple[Post | None, Sentence]] = field(default_factory=list)


Act = Callable[[Post, int], Sentence]
Posts = Callable[[], QuerySet[Post]]


def _posts() -> QuerySet[Post]:
    rows: QuerySet[Post] = Post.objects.select_related("version", "brand")
    return rows


def _trashed() -> QuerySet[Post]:
    rows: QuerySet[Post] = Post.trash.select_related("version", "brand")
    return rows


def submit(chosen: Sequence[Chosen], *, hand: Hand) -> Outcome:
    """Ask for approval of each, as it stands and for the time it has, if any."""

    def act(post: Post, revision: int) -> Sentence:
        scheduling.submit(locked(post, revision), post.planned_local, by=hand.by)
        return ""

    return _each(chosen, act, hand)


def plan(chosen: Sequence[Chosen], *, hand: Hand) -> Outcome:
    """Promise each the time that is pencilled in. Raises PermissionDenied for who may not plan."""
    if not hand.may_schedule:
        raise PermissionDenied

    def act(post: Post, revision: int) -> Sentence:
        if not post.planned_local:
            raise BadTime(NO_TIME)
        at = promise(post.planned_local, post.brand.zone)
        scheduling.schedule(post, at, revision=revision, by=hand.by)
        waits = Delivery.objects.filter(post=post, state=State.WAITING).exists()
        return "" if waits else ASKED

    return _each(chosen, act, hand)


def move_by(chosen: Sequence[Chosen], days: int, *, hand: Hand) -> Outcome:
    """So many days later (earlier below 0), at the same time of day. Raises BadTime for none or for more than ten years."""
    if not 0 < abs(days) <= LONGEST_DAYS:
        raise BadTime(_("Say by how many days: a whole number, such as 7, or -1 for a day earlier."))
    return _move(chosen, lambda old: old + timedelta(days=days), hand)


def move_to(chosen: Sequence[Chosen], day: date, *, hand: Hand) -> Outcome:
    """All to this day, each at its own time of day."""
    return _move(chosen, lambda old: datetime.combine(day, old.time()), hand)


def trash(chosen: Sequence[Chosen], *, hand: Hand) -> Outcome:
    """Into the trash."""

    def act(post: Post, revision: int) -> Sentence:
        deciding.trash(post, revision=revision, by=hand.by)
        return ""

    return _each(chosen, act, hand, ends=_trashed)


def untrash(chosen: Sequence[Chosen], *, hand: Hand) -> Outcome:
    """The undo of that: out of the trash, waiting as before where nobody has to be asked anew."""

    def act(post: Post, revision: int) -> Sentence:
        return trashing.put_back(post, revision, may_schedule=hand.may_schedule, by=hand.by)

    return _each(chosen, act, hand, begins=_trashed)


def move_back(chosen: Sequence[tuple[Chosen, str]], *, hand: Hand) -> Outcome:
    """The undo of a move: each to the wall time where it stood."""
    before = {one.post: local for one, local in chosen}

    def act(post: Post, revision: int) -> Sentence:
        scheduling.move(post, before[post.pk], revision=revision, by=hand.by)
        return ""

    return _each([one for one, _local in chosen], act, hand)


def _move(chosen: Sequence[Chosen], to: Callable[[datetime], datetime], hand: Hand) -> Outcome:
    waited = approving.standings([one.post for one in chosen])

    def act(post: Post, revision: int) -> Sentence:
        if not post.planned_local:
            raise BadTime(NO_TIME)
        try:
            new = to(datetime.fromisoformat(post.planned_local))
        except OverflowError:
            raise BadTime(_("That is too far away.")) from None
        moved = scheduling.move(post, new.strftime(FORMAT), revision=revision, by=hand.by)
        return _asked_again(moved, waited.get(post.pk))

    return _each(chosen, act, hand)


def _asked_again(post: Post, before: approving.Standing | None) -> Sentence:
    """Beyond its tolerance a yes ends; that is told, because it does not go out by itself then."""
    if before is None or before.key != "approved":
        return ""
    now = approving.standings([post.pk]).get(post.pk)
    if now is not None and now.key == "approved":
        return ""
    return _("Its approval was for another time; people are asked again.")


def _each(
    chosen: Sequence[Chosen], act: Act, hand: Hand, *, begins: Posts = _posts, ends: Posts = _posts
) -> Outcome:
    """Earliest first, each in a transaction of its own. `begins` is where the posts are, `ends` where they are then."""
    ids = [one.post for one in chosen]
    found = {post.pk: post for post in begins().filter(pk__in=ids)}
    planned = set() if hand.may_schedule else _planned(ids)
    outcome = Outcome()
    with gathering.many(len(chosen)):
        for one in sorted(chosen, key=lambda one: _order(found.get(one.post))):
            post = found.get(one.post)
            if post is None:
                outcome.refused.append((None, GONE))
            elif post.pk in planned:
                outcome.refused.append((post, NOT_PLANNER))
            else:
                _do(outcome, post, partial(act, post, one.revision))
    return _as_it_is_now(outcome, ends())


def _do(outcome: Outcome, post: Post, act: Callable[[], Sentence]) -> None:
    before = post.planned_local
    try:
        with transaction.atomic():
            note = act()
    except DomainError as error:
        outcome.refused.append((post, error.sentence))
    except PermissionDenied:
        outcome.refused.append((post, NOT_YOURS))
    else:
        outcome.done.append(Done(post, before, note))


def _as_it_is_now(outcome: Outcome, posts: QuerySet[Post]) -> Outcome:
    """With the revisions that an undo must name."""
    now = posts.in_bulk([one.post.pk for one in outcome.done])
    done = [replace(one, post=now.get(one.post.pk, one.post)) for one in outcome.done]
    return Outcome(done, outcome.refused)


def _planned(ids: Sequence[UUID]) -> set[UUID]:
    """Those that are more than drafts."""
    rows = Delivery.objects.filter(post__in=ids).exclude(state__in=[State.DRAFT, State.CANCELLED])
    return set(rows.values_list("post_id", flat=True))


def _order(post: Post | None) -> tuple[bool, str, str]:
    return (post is None, post.planned_local if post else "", str(post.pk) if post else "")
