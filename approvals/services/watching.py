"""Looking after open reviews: reminders, stand-ins, the warning, and what becomes of them when their time comes.

Looked at every minute; each of it is done and told once, however often and by however many at a time.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from accounts.selectors.people import who_decides_for
from activity.services import telling
from approvals import subjects
from approvals.models import Ask, AtDue, Review
from approvals.selectors import seats
from approvals.selectors.reach import organizations_waiting
from approvals.selectors.standing import will_miss
from approvals.services import asking, reviewing
from approvals.states import REVIEW, State
from approvals.subjects import Thing
from core import clock, ledger
from core.errors import DomainError
from core.ledger import SYSTEM
from core.tenancy import scope

log = logging.getLogger(__name__)

MARKS = (1, 4, 24)
"""Hours before the deadline at which people are reminded."""
AHEAD = timedelta(hours=max(MARKS))
MOST = 500


def watch() -> int:
    """Look at every organization in which something waits; returns how many reviews were touched."""
    touched = 0
    for organization_id in organizations_waiting():
        with scope.enter(organization_id):
            touched += look()
    return touched


def look() -> int:
    """Look at what is due in the open organization; returns how many reviews were touched."""
    now = clock.now()
    timed = Review.objects.filter(state=State.OPEN, lapsed_at=None, planned_at__isnull=False)
    due = timed.filter(Q(deadline_at__lte=now + AHEAD) | Q(planned_at__lte=now + AHEAD))
    touched = [_look_safely(review, now) for review in due.order_by("urgent_at", "id")[:MOST]]
    return sum(touched) + _hand_on(now)


def _look_safely(review: Review, now: datetime) -> bool:
    """One review to which a rule says no, or that somebody moves just now, keeps none of the others."""
    try:
        return _look_at(review, now)
    except DomainError as no:
        log.warning("review_not_looked_at", extra={"review": str(review.pk), "code": no.code})
        return False


def _look_at(found: Review, now: datetime) -> bool:
    with transaction.atomic():
        thing = subjects.of(found.covers).locked(found.subject)
        review = reviewing.locked(found)
        if review.state != State.OPEN or review.lapsed_at is not None or thing is None:
            return False
        if review.planned_at is not None and review.planned_at <= now:
            _lapse(review, thing)
            return True
        if review.warned_at is None and will_miss(review.deadline_at, review.planned_at, now):
            _warn(review, thing)
            return True
        return _remind(review, thing, now) > 0


def _remind(review: Review, thing: Thing, now: datetime) -> int:
    """Once for each mark that was still ahead when she was asked; returns how many were reminded."""
    deadline = review.deadline_at
    if deadline is None or now >= deadline:
        return 0
    passed = [mark for mark in MARKS if deadline - timedelta(hours=mark) <= now]
    if not passed:
        return 0
    mark = passed[0]
    since = deadline - timedelta(hours=mark)
    asks = [
        ask
        for ask in asking.open_asks(review)
        if ask.step == review.step and ask.told_at < since and not 0 < ask.reminded <= mark
    ]
    Ask.objects.filter(pk__in=[ask.pk for ask in asks]).update(reminded=mark)
    _tell("approvals.reminded", review, thing, asking.users(asks), f"{mark}:{deadline.isoformat()}")
    asking.write_letters(review, thing, [ask for ask in asks if ask.guest is not None], is_reminder=True)
    return len(asks)


def _warn(review: Review, thing: Thing) -> None:
    """Author and approvers hear that it will miss its time."""
    Review.objects.filter(pk=review.pk).update(warned_at=Now())
    people = [*_authors(review, thing), *asking.users(asking.open_asks(review))]
    _tell("approvals.will_miss", review, thing, people, _cause(review))


def _lapse(review: Review, thing: Thing) -> None:
    expires = review.at_due == AtDue.EXPIRE
    people = [*_authors(review, thing), *asking.users(asking.open_asks(review))]
    subjects.of(review.covers).at_due(review, expires=expires)
    if expires:
        REVIEW.advance(review, "expire", closed_at=Now(), lapsed_at=Now())
        asking.drop(review)
    else:
        Review.objects.filter(pk=review.pk).update(lapsed_at=Now())
    kind = "approvals.expired" if expires else "approvals.lapsed"
    ledger.record(kind, review.about, by=SYSTEM, brand_id=review.brand_id)
    _tell("approvals.lapsed", review, thing, people, _cause(review), fate=str(review.at_due))


def _hand_on(now: datetime) -> int:
    """Whoever went away since she was asked is stood in for; her own answer counts all the same, if it comes first."""
    away = Q(membership__away_until=None) | Q(membership__away_until__gt=now)
    rows = Ask.objects.filter(away, membership__away_from__lte=now, answered_at=None, dropped_at=None)
    rows = rows.filter(review__state=State.OPEN).select_related("membership__user", "review")
    return sum(_hand_on_one(ask, now) for ask in rows.order_by("pk")[:MOST])


def _hand_on_one(ask: Ask, now: datetime) -> bool:
    member = ask.membership
    if member is None or Ask.objects.filter(review=ask.review, stands_in_for=member).exists():
        return False
    with transaction.atomic():
        thing = subjects.of(ask.review.covers).locked(ask.review.subject)
        review = reviewing.locked(ask.review)
        other = who_decides_for(member, now)
        if thing is None or review.state != State.OPEN or review.step != ask.step or other.pk == member.pk:
            return False
        if other.user_id in asking.excluded(review, thing) or not seats.may_approve(other, thing.brand):
            return False
        made, is_new = Ask.objects.get_or_create(
            organization_id=ask.organization_id,
            brand_id=ask.brand_id,
            review=review,
            step=ask.step,
            membership=other,
            defaults={"stands_in_for": member, "urgent_at": ask.urgent_at},
        )
        if not is_new:
            return False
        names = {"stand_in": str(other.user), "away": str(member.user)}
        ledger.record("approvals.handed_on", review.about, by=SYSTEM, brand_id=review.brand_id, **names)
        asking.tell(review, thing, [made])
    return True


def _authors(review: Review, thing: Thing) -> list[User]:
    wanted = set(thing.authors) | ({review.submitted_by_id} if review.submitted_by_id else set())
    return list(User.objects.filter(pk__in=wanted, is_active=True))


def _cause(review: Review) -> str:
    """The same review for the same time is told once."""
    return review.planned_at.isoformat() if review.planned_at else ""


def _tell(kind: str, review: Review, thing: Thing, people: list[User], cause: str, **more: str) -> None:
    facts = {**asking.facts(review, thing), **more}
    telling.tell(people, kind, subject=review.place, cause=cause, brand=thing.brand, facts=facts)
