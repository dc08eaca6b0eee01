"""Setting how a brand approves. Reviews that are under way keep what they began with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from approvals.models import Seat, Stage, Workflow
from approvals.models.workflow import LONGEST_MINUTES
from approvals.plans import MOST_STAGES, Chair, Plan, Step
from approvals.selectors import workflows
from core import ledger
from core.errors import DomainError, Stale
from core.ledger import By
from core.outbox.clearance import Clearance


class BadWorkflow(DomainError):
    """It cannot be kept as it is."""

    code = "bad_workflow"


def set_plan(brand: Brand, plan: Plan, *, revision: int, by: By, covers: str = Clearance.Covers.POST) -> Plan:
    """The brand's workflow from now on; returns it with its new revision. What is under way is not touched.

    Raises Stale when it is not of `revision` any more (0: nobody had set one), BadWorkflow for one without stages,
    without names, with a stage without seats, or with a quorum larger than can ever be. Whether people can be found for
    each stage today is the dry run's business.
    """
    _refuse_bad(plan)
    with transaction.atomic():
        Brand.objects.select_for_update(of=("self",)).get(pk=brand.pk)
        before = Workflow.objects.filter(brand=brand, covers=covers, is_active=True).first()
        if (before.revision if before else 0) != revision:
            raise Stale(
                _("Someone else changed the approval steps since you opened them. Look at them again.")
            )
        if before is not None and workflows.plan_of(brand, covers) == plan:
            return replace(plan, revision=revision)
        workflow = _write(brand, before, plan, covers)
        _seat(workflow, plan)
        ledger.record(
            "approvals.workflow_changed",
            f"brand:{brand.pk}",
            by=by,
            brand_id=brand.pk,
            covers=covers,
            name=plan.name,
            stages=[step.as_json() for step in plan.steps],
            allows_self=plan.allows_self,
        )
    return replace(plan, revision=workflow.revision)


def _write(brand: Brand, before: Workflow | None, plan: Plan, covers: str) -> Workflow:
    values: dict[str, Any] = {
        "name": plan.name.strip(),
        "allows_self": plan.allows_self,
        "lead_minutes": plan.lead_minutes,
        "tolerance_minutes": plan.tolerance_minutes,
        "at_due": plan.at_due,
    }
    if before is None:
        return Workflow.objects.create(
            organization_id=brand.organization_id, brand=brand, covers=covers, **values
        )
    values["revision"] = before.revision + 1
    for name, value in values.items():
        setattr(before, name, value)
    before.save(update_fields=list(values))
    return before


def _seat(workflow: Workflow, plan: Plan) -> None:
    """Exactly these stages and seats."""
    owned = {"organization_id": workflow.organization_id, "brand_id": workflow.brand_id}
    Seat.objects.filter(stage__workflow=workflow).delete()
    Stage.objects.filter(workflow=workflow).delete()
    for position, step in enumerate(plan.steps):
        stage = Stage.objects.create(
            workflow=workflow,
            position=position,
            name=step.name.strip(),
            mode=step.mode,
            quorum=step.quorum,
            **owned,
        )
        Seat.objects.bulk_create(Seat(stage=stage, **_columns(chair), **owned) for chair in step.chairs)


def _columns(chair: Chair) -> dict[str, Any]:
    return {
        "membership_id": chair.membership,
        "role": chair.role,
        "team_id": chair.team,
        "guest_id": chair.guest,
    }


def _refuse_bad(plan: Plan) -> None:
    if not plan.steps:
        raise BadWorkflow(_("Add at least one stage, or turn approval off."))
    if len(plan.steps) > MOST_STAGES:
        raise BadWorkflow(_("Ten stages are the most."))
    if max(plan.lead_minutes, plan.tolerance_minutes) > LONGEST_MINUTES:
        raise BadWorkflow(_("Thirty days are the most."))
    for step in plan.steps:
        _refuse_bad_step(step)


def _refuse_bad_step(step: Step) -> None:
    if not step.name.strip() or len(step.name) > 80:
        raise BadWorkflow(_("Give each stage a short name."))
    if not step.chairs:
        sentence = _("Nobody sits in “%(stage)s”. Choose who is asked there.")
        raise BadWorkflow(sentence % {"stage": step.name})
    if step.quorum < 1:
        raise BadWorkflow(_("At least one must say yes."))
