"""Reviews as lists: what is asked of me, everything that waits, what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Brand
from approvals import subjects
from approvals.models import Ask, Review
from approvals.selectors.standing import will_miss
from approvals.states import State
from approvals.subjects import Thing
from approvals.voices import Voice
from core import paging

PAGE = 50
MINE, ALL, DONE = "mine", "all", "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """One review in a list. `thing` is None when what was reviewed is gone. `asks_me`: my answer is wanted."""

    review: Review
    thing: Thing | None
    asks_me: bool
    will_miss: bool

    @property
    def stage(self) -> str:
        """The name of the stage that is asked now."""
        return str(self.review.steps[self.review.step]["name"])

    @property
    def stages(self) -> int:
        """How many stages there are."""
        return len(self.review.steps)


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of reviews; `after` is the cursor of the next one, "" when this is the last."""

    entries: tuple[Entry, ...]
    after: str


def queue(
    brand: Brand, voice: Voice, *, which: str = MINE, after: str = "", size: int = PAGE, covers: str = ""
) -> Queue:
    """A page, most urgent first (DONE: newest decision first), of one sort of things or of all: at most five queries,
    however many wait.
    """
    if which == MINE:
        return _mine(voice, brand, after, size, covers)
    rows = Review.objects.filter(brand=brand).select_related("submitted_by")
    if covers:
        rows = rows.filter(covers=covers)
    if which == DONE:
        found = paging.page(
            rows.filter(closed_at__isnull=False), ("-closed_at", "-id"), after=after, size=size
        )
    else:
        found = paging.page(rows.filter(state=State.OPEN), ("urgent_at", "id"), after=after, size=size)
    asked = open_asks(voice).filter(review__in=[row.pk for row in found.rows])
    return Queue(entries(found.rows, set(asked.values_list("review_id", flat=True))), found.after)


def open_asks(voice: Voice) -> QuerySet[Ask]:
    """What is asked of her, in the open scope."""
    rows: QuerySet[Ask] = Ask.objects.filter(answered_at=None, dropped_at=None)
    return rows.filter(membership=voice.membership) if voice.membership else rows.filter(guest=voice.guest)


def waiting_for(voice: Voice, limit: int = 1000) -> int:
    """How many answers are wanted of her in the open scope, counted up to `limit`."""
    return open_asks(voice)[:limit].count()


def _mine(voice: Voice, brand: Brand, after: str, size: int, covers: str) -> Queue:
    asks = open_asks(voice).filter(brand=brand).select_related("review__submitted_by")
    if covers:
        asks = asks.filter(review__covers=covers)
    found = paging.page(asks, ("urgent_at", "id"), after=after, size=size)
    reviews = [ask.review for ask in found.rows]
    return Queue(entries(reviews, {review.pk for review in reviews}), found.after)


def entries(reviews: Iterable[Review], asked: set[Any]) -> tuple[Entry, ...]:
    """Reviews with their things: at most two queries for each sort of things."""
    rows = list(reviews)
    now = datetime.now(UTC)
    things: dict[Any, Thing] = {}
    for covers in {row.covers for row in rows}:
        wanted = {row.subject for row in rows if row.covers == covers}
        things |= {(covers, pk): thing for pk, thing in subjects.of(covers).things(wanted).items()}
    return tuple(
        Entry(
            review=row,
            thing=things.get((row.covers, row.subject)),
            asks_me=row.pk in asked,
            will_miss=row.state == State.OPEN and will_miss(row.deadline_at, row.planned_at, now),
        )
        for row in rows
    )
