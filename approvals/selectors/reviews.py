"""One review: its stages with who was asked and what they said, and the one before it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from approvals import subjects
from approvals.models import Ask, Decision, Review
from approvals.plans import Step, step_of
from approvals.states import State
from approvals.subjects import Thing
from approvals.voices import Voice


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody who was asked, and her answer, None while there is none. `decision` may be undone."""

    ask: Ask
    decision: Decision | None

    @property
    def name(self) -> str:
        """Hers."""
        return str(self.ask.membership.user if self.ask.membership else self.ask.guest)


@dataclass(frozen=True, slots=True)
class StageShown:
    """One stage. `standing`: past, now, next, stopped (an answer there ended the review)."""

    number: int
    step: Step
    standing: str
    people: tuple[Said, ...]
    yes: int


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything about one review. `mine` is the open ask of whoever looks."""

    review: Review
    thing: Thing | None
    stages: tuple[StageShown, ...]
    decisions: tuple[Decision, ...]
    mine: Ask | None
    is_newest: bool

    @property
    def is_stale(self) -> bool:
        """Whether something else stands there by now."""
        return self.thing is None or self.thing.version != self.review.version


def detail(review_id: UUID, voice: Voice | None = None) -> Detail | None:
    """The review in the open scope; None when there is none. At most seven queries."""
    review = Review.objects.filter(pk=review_id).select_related("submitted_by", "brand", "follows").first()
    return None if review is None else _detail(review, voice)


def newest_of(covers: str, thing: UUID, voice: Voice | None = None) -> Detail | None:
    """The newest review of a thing."""
    rows = Review.objects.filter(covers=covers, subject=thing).select_related(
        "submitted_by", "brand", "follows"
    )
    review = rows.order_by("-number").first()
    return None if review is None else _detail(review, voice)


def history(covers: str, thing: UUID) -> list[Review]:
    """All reviews of a thing, newest first."""
    return list(Review.objects.filter(covers=covers, subject=thing).order_by("-number"))


def _detail(review: Review, voice: Voice | None) -> Detail:
    asks = list(
        Ask.objects.filter(review=review)
        .select_related("membership__user", "guest", "stands_in_for__user")
        .order_by("step", "pk")
    )
    decisions = list(Decision.objects.filter(review=review).order_by("pk"))
    newer = Review.objects.filter(covers=review.covers, subject=review.subject, number__gt=review.number)
    return Detail(
        review=review,
        thing=subjects.of(review.covers).things([review.subject]).get(review.subject),
        stages=_stages(review, asks, decisions),
        decisions=tuple(decisions),
        mine=next((ask for ask in asks if voice and ask.is_open and _is_hers(ask, voice)), None),
        is_newest=not newer.exists(),
    )


def _is_hers(ask: Ask, voice: Voice) -> bool:
    if voice.guest is not None:
        return ask.guest_id == voice.guest.pk
    own = voice.membership.pk if voice.membership else None
    return own in (ask.membership_id, ask.stands_in_for_id)


def _stages(review: Review, asks: list[Ask], decisions: list[Decision]) -> tuple[StageShown, ...]:
    by_step: dict[int, list[Said]] = defaultdict(list)
    said = {one.ask_id: one for one in decisions if one.undone_at is None}
    for ask in asks:
        by_step[ask.step].append(Said(ask, said.get(ask.pk)))
    return tuple(
        StageShown(
            number=place,
            step=step_of(stored),
            standing=_standing(review, place),
            people=tuple(by_step[place]),
            yes=sum(one.decision is not None and one.decision.verdict == "approve" for one in by_step[place]),
        )
        for place, stored in enumerate(review.steps)
    )


def _standing(review: Review, place: int) -> str:
    if place < review.step or review.state == State.APPROVED:
        return "past"
    if place > review.step:
        return "next"
    return "now" if review.state == State.OPEN else "stopped"
