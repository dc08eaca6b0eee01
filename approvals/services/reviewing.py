"""Submitting something for approval, and taking that back: by a person, or because it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.services import telling
from approvals import subjects
from approvals.models import Review
from approvals.plans import Plan
from approvals.selectors import workflows
from approvals.services import asking, clearing
from approvals.states import REVIEW, State
from approvals.subjects import Thing
from core import clock, ledger
from core.errors import DomainError, NotAllowed, Sentence
from core.ledger import By

WITHOUT_TIME = timedelta(days=7)
"""What has no time stands in the queue as if an answer was wanted so long after it was submitted."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How something is submitted. `is_immediate`: it goes out as soon as everybody said yes.

    `again`: it was submitted before and is asked anew by itself. `but` is a user who is asked although she changed it.
    """

    note: str = ""
    is_immediate: bool = False
    again: bool = False
    but: int | None = None


def submit(covers: str, thing_id: UUID, *, by: By, wish: Wish | None = None) -> Review:
    """Ask for approval of exactly what stands there now. An older review of it ends by that.

    Raises NotAllowed when it is gone or waits for approval just like that already, asking.NobodyToAsk when a stage could
    not be passed, and what the thing's own rules say about something that cannot go out.
    """
    wish = wish or Wish()
    subject = subjects.of(covers)
    with transaction.atomic():
        thing = subject.locked(thing_id)
        if thing is None:
            raise NotAllowed(_("It is not there any more."), code="gone")
        if not wish.again:
            subject.refuse_unready(thing)
        before = latest(covers, thing_id)
        if before is not None and before.state in (State.OPEN, State.APPROVED):
            _refuse_same(before, thing, wish)
            if _is_only_another_time(before, thing, wish):
                replan(before, thing.planned_at)
                before.refresh_from_db()
                return before
            end(before, "void", by=by)
        review = _create(covers, thing, before, wish, by)
        asks = asking.begin(review, thing, but=wish.but)
        ledger.record(
            "approvals.submitted", review.about, by=by, brand_id=thing.brand.pk, changed=review.changed
        )
        asking.tell(review, thing, asks)
    return review


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was submitted, and what was not and why, by the thing's id."""

    done: tuple[Review, ...]
    refused: tuple[tuple[UUID, Sentence], ...]


def submit_each(covers: str, things: Iterable[UUID], *, by: By) -> Outcome:
    """Submit several; each is done by itself."""
    done: list[Review] = []
    refused: list[tuple[UUID, Sentence]] = []
    for thing in things:
        try:
            done.append(submit(covers, thing, by=by))
        except DomainError as no:
            refused.append((thing, no.sentence))
    return Outcome(tuple(done), tuple(refused))


def withdraw(review: Review, *, by: By) -> None:
    """The author wants no answer any more; a yes that was given ends, what waits by it is a draft again.

    Raises NotAllowed when it was decided otherwise already, or is going out.
    """
    with transaction.atomic():
        subjects.of(review.covers).locked(review.subject)
        end(locked(review), "withdraw", by=by)


def void_for(covers: str, thing_id: UUID, *, by: By) -> Review | None:
    """What was reviewed is not what stands there any more: its review ends, and with it its yes. None when there is none.

    Ask with the thing's row locked. Raises NotAllowed when something is going out by it.
    """
    review = latest(covers, thing_id)
    if review is None or review.state not in (State.OPEN, State.APPROVED):
        return None
    end(review, "void", by=by)
    return review


def end(review: Review, action: str, *, by: By) -> None:
    """`void` or `withdraw` a locked review: what waits by its yes is taken back first, as the gate demands."""
    words = {"void": "approvals.voided", "withdraw": "approvals.withdrawn"}
    concerned = asking.users(asking.open_asks(review)) if action == "withdraw" else []
    if review.state == State.APPROVED:
        subjects.of(review.covers).take_back(review, by=by, reason=action)
        clearing.withdraw(review)
    REVIEW.advance(review, action, closed_at=Now())
    asking.drop(review)
    ledger.record(words[action], review.about, by=by, brand_id=review.brand_id)
    if concerned:
        _tell_no_answer_wanted(review, concerned)


def _tell_no_answer_wanted(review: Review, people: list[User]) -> None:
    thing = subjects.of(review.covers).things([review.subject]).get(review.subject)
    if thing is None:
        return
    facts = asking.facts(review, thing)
    telling.tell(
        people, "approvals.voided", subject=review.place, cause=str(review.pk), brand=thing.brand, facts=facts
    )


def latest(covers: str, thing_id: UUID) -> Review | None:
    """The thing's newest review, locked until the transaction ends."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("submitted_by")
    return rows.filter(covers=covers, subject=thing_id).order_by("-number").first()


def locked(review: Review) -> Review:
    """The review's row, ours until the transaction ends. Lock its thing first."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("submitted_by")
    found: Review = rows.get(pk=review.pk)
    return found


def replan(review: Review, planned_at: datetime | None) -> None:
    """Another time inside the tolerance: an open review is asked for that one."""
    if review.state != State.OPEN or review.planned_at == planned_at:
        return
    deadline, urgent = _times(planned_at, review.lead_minutes, review.submitted_at)
    rows = Review.objects.filter(pk=review.pk, state=State.OPEN)
    rows.update(
        planned_at=planned_at,
        deadline_at=deadline,
        urgent_at=urgent,
        is_immediate=review.is_immediate and planned_at is None,
        warned_at=None,
        lapsed_at=None,
    )
    review.asks.update(urgent_at=urgent, reminded=0)


def _refuse_same(before: Review, thing: Thing, wish: Wish) -> None:
    is_same = (before.content_hash, before.planned_at, before.is_immediate) == (
        thing.content_hash,
        None if wish.is_immediate else thing.planned_at,
        wish.is_immediate,
    )
    if not is_same:
        return
    if before.state == State.OPEN:
        raise NotAllowed(_("It waits for approval already."), code="waits_already")
    raise NotAllowed(_("It is approved already."), code="approved_already")


def _is_only_another_time(before: Review, thing: Thing, wish: Wish) -> bool:
    """Nobody has answered yet, so everybody will see the time as it is now."""
    is_open = before.state == State.OPEN and before.content_hash == thing.content_hash
    is_same_way = before.is_immediate == wish.is_immediate
    return is_open and is_same_way and not before.decisions.filter(undone_at=None).exists()


def _create(covers: str, thing: Thing, before: Review | None, wish: Wish, by: By) -> Review:
    plan = workflows.plan_of(thing.brand, covers)
    planned_at = None if wish.is_immediate else thing.planned_at
    now = clock.now()
    deadline, urgent = _times(planned_at, plan.lead_minutes, now)
    made = Review.objects.create(
        organization_id=thing.brand.organization_id,
        brand_id=thing.brand.pk,
        covers=covers,
        subject=thing.id,
        version=thing.version,
        content_hash=thing.content_hash,
        channel_ids=sorted(thing.channel_ids),
        number=before.number + 1 if before else 1,
        planned_at=planned_at,
        is_immediate=wish.is_immediate,
        deadline_at=deadline,
        urgent_at=urgent,
        submitted_by_id=by.person_id,
        note=wish.note.strip(),
        follows=before,
        changed=_changed(before, thing, planned_at),
        **_frozen(plan),
    )
    made.submitted_at = now
    return made


def _frozen(plan: Plan) -> dict[str, object]:
    """What a review keeps of the workflow."""
    return {
        "steps": [step.as_json() for step in plan.steps],
        "allows_self": plan.allows_self,
        "lead_minutes": plan.lead_minutes,
        "tolerance_minutes": plan.tolerance_minutes,
        "at_due": plan.at_due,
    }


def _changed(before: Review | None, thing: Thing, planned_at: datetime | None) -> list[str]:
    if before is None:
        return []
    changed = subjects.of(before.covers).changes(before.version, thing.version)
    return [*changed, *(["time"] if before.planned_at != planned_at else [])]


def _times(
    planned_at: datetime | None, lead_minutes: int, submitted_at: datetime
) -> tuple[datetime | None, datetime]:
    """When an answer is wanted, and where it stands in the queue."""
    if planned_at is None:
        return None, submitted_at + WITHOUT_TIME
    deadline = planned_at - timedelta(minutes=lead_minutes)
    return deadline, deadline
