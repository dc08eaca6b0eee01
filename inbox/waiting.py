"""A customer's wait, from her first unanswered message to our answer: what stands in her conversation about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, Q, Value, When
from django.db.models.functions import Cast, Least

from inbox import hours
from inbox.hours import Hours
from inbox.models import Conversation, SlaPolicy

TIMES = ("snoozed_until", "warn_at", "warned_at", "answer_due_at", "breached_at")
"""What the clock looks at."""
WARN = 0.8
"""People are warned when this part of the promised time is over."""
NEVER = Cast(Value(None), DateTimeField())
"""No time, as the database needs to hear it: a bare NULL among bare NULLs counts as text."""

OVER: dict[str, Any] = {
    "first_unanswered_at": None,
    "warn_at": None,
    "warned_at": None,
    "answer_due_at": None,
    "breached_at": None,
}
"""What stands in a conversation in which nobody waits."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a brand promises: minutes until the first answer, and its business hours."""

    minutes: int
    hours: Hours

    def begun(self, at: datetime) -> dict[str, Any]:
        """What stands in a conversation in which somebody waits since `at`."""
        warn, end = (hours.due(at, self.minutes * part, self.hours) for part in (WARN, 1.0))
        return {**OVER, "first_unanswered_at": at, "warn_at": warn, "answer_due_at": end}


def of_policy(policy: SlaPolicy | None, zone: str) -> Promise | None:
    """The brand's promise; None where it has no policy."""
    if policy is None:
        return None
    week = tuple(_span(day) for day in policy.hours)
    return Promise(policy.first_answer_minutes, Hours(zone, week, frozenset(policy.holidays)))


def promise_of(brand_id: int, zone: str) -> Promise | None:
    """The same, read: one query."""
    return of_policy(SlaPolicy.objects.filter(brand_id=brand_id).first(), zone)


def begun(at: datetime, promise: Promise | None) -> dict[str, Any]:
    """Somebody waits since `at`, with or without a promise."""
    return promise.begun(at) if promise else {**OVER, "first_unanswered_at": at}


def acts_at(row: Conversation) -> datetime | None:
    """When the clock next has something to do in a conversation."""
    times = [
        row.snoozed_until,
        row.warn_at if row.warned_at is None else None,
        row.answer_due_at if row.breached_at is None else None,
    ]
    return _earliest(times)


def acts(**changes: Any) -> Any:
    """The same as an expression for an UPDATE that writes `changes` beside it."""
    values = {name: _as_expression(changes[name]) if name in changes else F(name) for name in TIMES}
    still = {
        time: NEVER
        if changes.get(told) is not None
        else values[time]
        if told in changes
        else Case(When(Q(**{told: None}), then=values[time]), default=NEVER)
        for time, told in (("warn_at", "warned_at"), ("answer_due_at", "breached_at"))
    }
    return Least(values["snoozed_until"], *still.values(), output_field=DateTimeField())


def _as_expression(value: Any) -> Any:
    if value is None:
        return NEVER
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=DateTimeField())


def _earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((time for time in times if time is not None), default=None)


def _span(day: list[int]) -> tuple[int, int] | tuple[()]:
    return (day[0], day[1]) if day else ()
