"""Setting goals, changing and ending them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from core import ledger
from core.errors import NotAllowed, Stale
from core.ledger import By
from strategy.models import Goal


@dataclass(frozen=True, slots=True)
class Aim:
    """What is wanted; `target` in the number's own unit (fractions, seconds). Without a channel it is the whole brand's."""

    kpi: str
    target: Decimal
    first: date
    last: date
    channel_id: UUID | None = None


def make(brand: Brand, aim: Aim, *, owner: User, by: By) -> Goal:
    """A new goal of the brand."""
    with transaction.atomic():
        goal = Goal.objects.create(
            organization_id=brand.organization_id, brand=brand, owner=owner, **_values(aim)
        )
        _record("strategy.goal_made", goal, by)
    return goal


def change(goal: Goal, aim: Aim, *, revision: int, by: By) -> None:
    """Another target, time or number. Raises Stale when somebody changed it since, NotAllowed when it was ended."""
    with transaction.atomic():
        _move(goal, revision, **_values(aim))
        _record("strategy.goal_changed", goal, by, kpi=aim.kpi)


def end(goal: Goal, *, revision: int, by: By) -> None:
    """It runs no more and stays in the list. Raises Stale and NotAllowed as `change` does."""
    with transaction.atomic():
        _move(goal, revision, ended_at=Now())
        _record("strategy.goal_ended", goal, by)


def _move(goal: Goal, revision: int, **values: Any) -> None:
    mine = Goal.objects.filter(pk=goal.pk, ended_at=None)
    if mine.filter(revision=revision).update(**values, revision=F("revision") + 1):
        return
    if mine.exists():
        raise Stale(_("Someone else changed this goal since you opened it. Look at it again."))
    raise NotAllowed(_("This goal has been ended already."))


def _values(aim: Aim) -> dict[str, Any]:
    return {
        "kpi": aim.kpi,
        "target": aim.target,
        "first": aim.first,
        "last": aim.last,
        "channel_id": aim.channel_id,
    }


def _record(kind: str, goal: Goal, by: By, **facts: Any) -> None:
    ledger.record(kind, goal.subject, by=by, brand_id=goal.brand_id, **{"kpi": goal.kpi, **facts})
