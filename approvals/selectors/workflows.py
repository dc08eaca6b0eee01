"""The workflow of a brand as a plan, and what it would do: who is asked, and whether anything is impossible."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from approvals.models import AtDue, Mode, Seat, Stage, Workflow
from approvals.plans import Chair, Plan, Step, one_approver
from approvals.selectors import seats
from approvals.selectors.seats import Room, Sitter
from core import clock
from core.errors import Sentence
from core.outbox.clearance import Clearance

POST = Clearance.Covers.POST


@dataclass(frozen=True, slots=True)
class Asked:
    """One stage of a dry run: who would be asked, how many must say yes, and what is wrong ("" for nothing)."""

    step: Step
    people: tuple[Sitter, ...]
    need: int
    problem: Sentence


@dataclass(frozen=True, slots=True)
class DryRun:
    """All stages, in order."""

    stages: tuple[Asked, ...]

    @property
    def is_possible(self) -> bool:
        """Whether something submitted could be approved at all."""
        return bool(self.stages) and not any(stage.problem for stage in self.stages)


def plan_of(brand: Brand, covers: str = POST) -> Plan:
    """The brand's active workflow; what everybody has (one approver) where none was set. At most three queries."""
    found = Workflow.objects.filter(brand=brand, covers=covers, is_active=True)
    workflow = found.prefetch_related(
        Prefetch(
            "stages",
            Stage.objects.order_by("position").prefetch_related(
                Prefetch("seats", Seat.objects.order_by("pk"))
            ),
        )
    ).first()
    return one_approver() if workflow is None else _plan(workflow)


def dry_run(brand: Brand, plan: Plan, *, author: User | None = None) -> DryRun:
    """What `plan` would do with something that `author` (None: somebody who approves nothing) wrote and submits now."""
    found = seats.room(brand, plan.steps, clock.now())
    excluded = {author.pk} if author is not None and not plan.allows_self else set()
    return DryRun(tuple(asked(found, step, excluded) for step in plan.steps))


def asked(room: Room, step: Step, excluded: Collection[int]) -> Asked:
    """One step, judged."""
    people = room.sitters(step, excluded)
    need = step.needed(len(people))
    return Asked(replace(step, need=need), tuple(people), need, _problem(room, step, people, excluded))


def _problem(room: Room, step: Step, people: list[Sitter], excluded: Collection[int]) -> Sentence:
    names = {"stage": step.name, "people": len(people), "quorum": step.quorum}
    if not step.chairs:
        return _("Nobody sits in “%(stage)s”. Choose who is asked there.") % names
    if not people and room.sitters(step):
        return (
            _("In “%(stage)s” only the author could approve. Add somebody, or allow self-approval.") % names
        )
    unable = room.unable(step)
    if not people and unable:
        who = {**names, "who": ", ".join(str(one.user) for one in unable)}
        return _("Nobody in “%(stage)s” may approve in this brand: %(who)s.") % who
    if not people:
        return _("Nobody in “%(stage)s” can approve today. Choose who is asked there.") % names
    if step.mode == Mode.QUORUM and step.quorum > len(people):
        return _("“%(stage)s” wants %(quorum)d to say yes, but only %(people)d can be asked.") % names
    return ""


def _plan(workflow: Workflow) -> Plan:
    rows: Any = workflow
    return Plan(
        name=workflow.name,
        steps=[_step(stage) for stage in rows.stages.all()],
        allows_self=workflow.allows_self,
        lead_minutes=workflow.lead_minutes,
        tolerance_minutes=workflow.tolerance_minutes,
        at_due=AtDue(workflow.at_due),
        revision=workflow.revision,
    )


def _step(stage: Any) -> Step:
    chairs = [Chair(one.membership_id, one.role, one.team_id, one.guest_id) for one in stage.seats.all()]
    return Step(stage.name, chairs, Mode(stage.mode), stage.quorum)
