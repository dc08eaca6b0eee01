"""How far a review is: each stage with everybody who was asked and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from approvals.models import Ask, Decision, Review
from approvals.plans import Step, step_of


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: `verdict` as Decision.Verdict, `at` in UTC."""

    verdict: str
    note: str
    via: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked. `said` is None while she has not answered; `is_dropped`: nobody waits for her any more.

    `handed_to` is who has her seat by now, "" for nobody.
    """

    ask: Ask
    name: str
    stands_in_for: str
    said: Said | None
    is_dropped: bool
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step with its people; nobody yet for one that has not begun."""

    step: Step
    people: tuple[Asked, ...]
    is_now: bool
    is_over: bool


def stages(review: Review) -> list[Stage]:
    """All steps in order, in one query."""
    asks: dict[int, list[Asked]] = {}
    for ask in _asks(review):
        asks.setdefault(ask.step, []).append(_asked(ask))
    return [
        Stage(
            step=step_of(stored),
            people=tuple(asks.get(place, ())),
            is_now=review.state == "open" and place == review.step,
            is_over=place < review.step,
        )
        for place, stored in enumerate(review.steps)
    ]


def _asks(review: Review) -> Sequence[Ask]:
    """With what each of them said, as JSON beside the row."""
    answers = Decision.objects.filter(ask=OuterRef("pk"), undone_at=None).order_by("pk")
    said = answers.values(json=JSONObject(verdict=F("verdict"), note=F("note"), via=F("via"), at=F("at")))
    rows = Ask.objects.filter(review=review).annotate(answers=ArraySubquery(said))
    return list(
        rows.select_related("membership__user", "guest", "stands_in_for__user", "handed_to__user").order_by(
            "step", "pk"
        )
    )


def _asked(ask: Any) -> Asked:
    return Asked(
        ask=ask,
        name=str(ask.guest or ask.membership.user),
        stands_in_for=str(ask.stands_in_for.user) if ask.stands_in_for else "",
        said=_said(ask.answers[0]) if ask.answers else None,
        is_dropped=ask.dropped_at is not None,
        handed_to=str(ask.handed_to.user) if ask.handed_to else "",
    )


def _said(answer: Mapping[str, Any]) -> Said:
    at = parse_datetime(answer["at"])
    if at is None:
        raise ValueError("a decision without a time")
    return Said(answer["verdict"], answer["note"], answer["via"], at)
