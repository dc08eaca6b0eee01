"""The lists of reviews: what is asked of a member, what she asked for, what was decided. Keyset pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import JSONObject

from accounts.models import Membership, User
from approvals import subjects
from approvals.models import Ask, Guest, Review
from approvals.states import State
from approvals.subjects import Thing
from core import paging

SIZE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One review with its thing as it is now; None when that is gone. `ask` is the reader's own, None in other lists."""

    review: Review
    thing: Thing | None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of them; `after` is the cursor of the next, "" for none."""

    lines: tuple[Line, ...]
    after: str


def asked_of(membership: Membership, *, after: str = "") -> Lines:
    """What waits for her, the most urgent first; also what a stand-in may decide for her. Two queries."""
    asks = _opened().select_related("review__submitted_by", "review__follows")
    found = paging.page(asks, ("urgent_at", "id"), after=after, size=SIZE, sources=_hers(membership))
    return _lines([(ask.review, ask) for ask in found.rows], found.after)


def asked_of_guest(guest: Guest) -> Lines:
    """What waits for a guest; never more than one page."""
    asks = Ask.objects.filter(guest=guest, answered_at=None, dropped_at=None)
    rows = asks.select_related("review__submitted_by", "review__follows").order_by("urgent_at", "pk")
    return _lines([(ask.review, ask) for ask in rows[:SIZE]], "")


def submitted_by(person: User, *, after: str = "") -> Lines:
    """What she sent for approval, newest first."""
    rows = Review.objects.filter(submitted_by=person).exclude(state=State.VOID)
    found = paging.page(
        rows.select_related("submitted_by", "follows"), ("-submitted_at", "-id"), after=after, size=SIZE
    )
    return _lines([(review, None) for review in found.rows], found.after)


def decided(*, after: str = "") -> Lines:
    """What was decided in the brand, newest first."""
    rows = Review.objects.filter(closed_at__isnull=False).exclude(state__in=[State.VOID, State.WITHDRAWN])
    found = paging.page(
        rows.select_related("submitted_by", "follows"), ("-closed_at", "-id"), after=after, size=SIZE
    )
    return _lines([(review, None) for review in found.rows], found.after)


def waiting_for(membership: Membership) -> Any:
    """Her open asks in the open scope. An open ask belongs to an open review: what closes one drops its asks."""
    her_own, of_the_absent = _hers(membership)
    return _opened().filter(her_own | of_the_absent)


def _opened() -> Any:
    return Ask.objects.filter(answered_at=None, dropped_at=None)


def _hers(membership: Membership) -> tuple[Q, Q]:
    return Q(membership=membership), Q(stands_in_for=membership)


def _lines(rows: list[tuple[Review, Ask | None]], after: str) -> Lines:
    things: dict[Any, Thing] = {}
    for covers in {review.covers for review, _ask in rows}:
        ids = {review.subject for review, _ask in rows if review.covers == covers}
        things |= subjects.of(covers).things(ids)
    seen: set[Any] = set()
    lines = []
    for review, ask in rows:
        if ask is None or review.pk not in seen:
            lines.append(Line(review, things.get(review.subject), ask))
        seen.add(review.pk)
    return Lines(tuple(lines), after)


def counted(person: User) -> Any:
    """For accounts.membership.count_by_brand: how many wait for her in each brand, beside one membership."""
    asks = Ask.objects.filter(membership=OuterRef("pk"), answered_at=None, dropped_at=None)
    rows = asks.order_by().values("brand_id").annotate(number=Count("pk"))
    return ArraySubquery(rows.values(json=JSONObject(brand=F("brand_id"), number=F("number"))))
