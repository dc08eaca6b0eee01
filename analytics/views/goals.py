"""`/b/<brand>/numbers/goals/`: what the brand wants to reach, and whether it will."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.forms import GoalForm, typed
from analytics.kpis import KPIS
from analytics.selectors import channels
from analytics.selectors import goals as selectors
from analytics.spans import month_of, today
from analytics.views.paces import goal_line, over_line
from core.errors import DomainError, Stale
from core.htmx import done, page
from strategy.models import Goal
from strategy.selectors.ended import ended
from strategy.services import planning
from strategy.services.planning import Aim

LONGER_THAN_A_MONTH = 32


@require_safe
@needs(Can.MEASURE)
def show(request: BrandRequest) -> HttpResponse:
    """Running goals with their pace, and those that are over."""
    brand = request.brand
    now = today(brand.zone)
    context = {
        "running": [goal_line(pace, brand.zone) for pace in selectors.pace(brand, now)],
        "over": [over_line(goal) for goal in ended(now)],
        "may_plan": request.access.may(Can.STRATEGY),
        "may_share": request.access.may(Can.REPORT),
    }
    return page(request, "analytics/goals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.STRATEGY)
def new(request: BrandRequest) -> HttpResponse:
    """A goal for this month, unless other days are chosen."""
    first = month_of(today(request.brand.zone))
    usual = {"first": first, "last": _end_of_month(first), "kpi": request.GET.get("kpi", "reach")}
    form = GoalForm(request.POST or None, channels=channels.measured(), initial=usual)
    if request.method == "POST" and form.is_valid():
        access = request.access
        planning.make(request.brand, _aim(form), owner=access.person, by=access.by)
        return done(request, _list(request), _("The goal is set."))
    return page(request, "analytics/goal.html", {"form": form, "goal": None})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.STRATEGY)
def edit(request: BrandRequest, goal: UUID) -> HttpResponse:
    """Change a goal that runs."""
    found = get_object_or_404(Goal, pk=goal, ended_at=None)
    form = GoalForm(request.POST or None, channels=channels.measured(), initial=_as_it_is(found))
    revision = found.revision
    if request.method == "POST" and form.is_valid():
        try:
            planning.change(found, _aim(form), revision=_revision(request), by=request.access.by)
        except DomainError as error:
            form.add_error(None, str(error.sentence))
            revision = found.revision if isinstance(error, Stale) else _revision(request)
        else:
            return done(request, _list(request), _("Saved."))
    return page(request, "analytics/goal.html", {"form": form, "goal": found, "revision": revision})


@require_POST
@needs(Can.STRATEGY)
def end(request: BrandRequest, goal: UUID) -> HttpResponse:
    """It runs no more."""
    found = get_object_or_404(Goal, pk=goal)
    planning.end(found, revision=_revision(request), by=request.access.by)
    return done(request, _list(request), _("The goal has been ended."))


def _aim(form: GoalForm) -> Aim:
    values = form.cleaned_data
    channel = values["channel"]
    return Aim(
        values["kpi"], values["target"], values["first"], values["last"], channel.pk if channel else None
    )


def _as_it_is(goal: Goal) -> dict[str, object]:
    unit = KPIS[goal.kpi].unit
    return {
        "kpi": goal.kpi,
        "target": typed(goal.target, unit),
        "first": goal.first,
        "last": goal.last,
        "channel": str(goal.channel_id or ""),
    }


def _revision(request: BrandRequest) -> int:
    """The state that was opened; 0, which is never one, for nonsense."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _end_of_month(first: date) -> date:
    return month_of(first + timedelta(days=LONGER_THAN_A_MONTH)) - timedelta(days=1)


def _list(request: BrandRequest) -> str:
    return reverse("analytics:goals", args=[request.brand.slug])
