"""`/b/<brand>/settings/approval/steps/`: who is asked in which order, tried out while it is shaped; kept by Save alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.services import policies
from approvals import shaping
from approvals.forms import RulesForm
from approvals.models import AtDue, Mode
from approvals.plans import MOST_STAGES, PRESETS, Plan, Step
from approvals.selectors import chairs, workflows
from approvals.selectors.chairs import Group
from approvals.services import workflows as services
from approvals.services.workflows import BadWorkflow
from approvals.views import settingtabs, showing
from approvals.views.saying import initials
from core.errors import Stale
from core.htmx import done, page
from core.outbox.clearance import Clearance

Covers = Clearance.Covers
TEMPLATE, FORM = "approvals/flow.html", "approvals/flow/form.html"
PRESET = "preset-"


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage in the form."""

    place: int
    number: int
    name: str
    mode: str
    quorum: int
    groups: Sequence[Group]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who would be asked."""

    name: str
    initials: str
    about: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One stage of the dry run."""

    name: str
    rule: str
    people: tuple[Somebody, ...]
    problem: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def flow(request: BrandRequest) -> HttpResponse:
    """`?covers=reply` for replies. Each button posts the whole form: `do` is save, try, add, up-1, remove-0, preset-…"""
    covers = Covers.REPLY if request.GET.get("covers") == Covers.REPLY else Covers.POST
    kept = workflows.plan_of(request.brand, covers)
    if request.method != "POST":
        return _show(request, covers, kept, _rules(kept))
    form, command = RulesForm(request.POST), request.POST.get("do", "try")
    plan = replace(_with_rules(kept, form), steps=shaping.drawn(request.POST))
    if command == "save":
        return _save(request, covers, plan, form)
    if command.startswith(PRESET) and command.removeprefix(PRESET) in PRESETS:
        preset = PRESETS[command.removeprefix(PRESET)]()
        plan = replace(plan, name=preset.name, steps=preset.steps)
    return _show(request, covers, shaping.changed(plan, command, _blank()) or plan, form)


def _save(request: BrandRequest, covers: str, plan: Plan, form: RulesForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, covers, plan, form)
    values = form.cleaned_data
    try:
        services.set_plan(
            request.brand, plan, revision=values["revision"], by=request.access.by, covers=covers
        )
    except (BadWorkflow, Stale) as error:
        form.add_error(None, str(error.sentence))
        return _show(request, covers, plan, form)
    words = _("Saved. It counts for everything that is sent for approval from now on.")
    return done(request, _here(request, covers), words)


def _with_rules(kept: Plan, form: RulesForm) -> Plan:
    """What is valid of the rules; the rest stays as it was."""
    form.is_valid()
    values = form.cleaned_data
    return replace(
        kept,
        allows_self=values.get("allows_self", kept.allows_self),
        lead_minutes=form.lead_minutes if "lead_hours" in values else kept.lead_minutes,
        tolerance_minutes=values.get("tolerance_minutes", kept.tolerance_minutes),
        at_due=AtDue(values.get("at_due", kept.at_due)),
    )


def _rules(plan: Plan) -> RulesForm:
    return RulesForm.showing(
        revision=plan.revision,
        allows_self=plan.allows_self,
        lead_minutes=plan.lead_minutes,
        tolerance_minutes=plan.tolerance_minutes,
        at_due=plan.at_due,
    )


def _blank() -> Step:
    return Step(_("Another stage"), [])


def _show(request: BrandRequest, covers: str, plan: Plan, form: RulesForm) -> HttpResponse:
    policy = policies.of(request.brand)
    required = policy.approval_required if covers == Covers.POST else policy.reply_approval != "none"
    run = workflows.dry_run(request.brand, plan)
    context = {
        "form": form,
        "covers": covers,
        "here": _here(request, covers),
        "stages": _stages(request, plan),
        "modes": Mode.choices,
        "is_full": len(plan.steps) >= MOST_STAGES,
        "presets": [{"key": key, "name": make().name} for key, make in PRESETS.items()],
        "trial": {"is_possible": run.is_possible, "stages": [_tried(one) for one in run.stages]},
        "is_required": required,
        "tabs": settingtabs.tabs(request, covers),
    }
    return page(request, TEMPLATE, context, fragment=FORM)


def _stages(request: BrandRequest, plan: Plan) -> list[StageView]:
    offered = chairs.offered(request.brand, plan)
    last = len(plan.steps) - 1
    return [
        StageView(
            place=place,
            number=place + 1,
            name=step.name,
            mode=step.mode,
            quorum=step.quorum,
            groups=offered.groups({shaping.value_of(one) for one in step.chairs}),
            is_first=place == 0,
            is_last=place == last,
        )
        for place, step in enumerate(plan.steps)
    ]


def _tried(one: Any) -> Tried:
    people = tuple(
        Somebody(
            name=sitter.name,
            initials=initials(sitter.name),
            about=_("for %(name)s") % {"name": sitter.stands_in_for.user} if sitter.stands_in_for else "",
        )
        for sitter in one.people
    )
    rule = showing.rule(one.step.mode, one.need, len(people))
    return Tried(one.step.name or _("Without a name"), rule, people, str(one.problem))


def _here(request: BrandRequest, covers: str) -> str:
    there = reverse("approvals:flow", args=[request.brand.slug])
    return there if covers == Covers.POST else f"{there}?covers={covers}"
