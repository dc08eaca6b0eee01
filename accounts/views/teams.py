"""`/o/<organization>/teams/`: teams, and the regions among them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AccessRequest, needs
from accounts.grants import Can
from accounts.models import Team, TeamBrand, TeamMember
from accounts.selectors import directory
from accounts.services import teams as services
from accounts.team_forms import TeamForm
from accounts.views.people import places
from core.errors import DomainError
from core.htmx import done, page


@require_safe
@needs(Can.PEOPLE)
def teams(request: AccessRequest) -> HttpResponse:
    """All of them."""
    context = {"lines": directory.team_lines(request.access.brands), "places": places(request, "teams")}
    return page(request, "accounts/teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.PEOPLE)
def new(request: AccessRequest) -> HttpResponse:
    """A new one."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create(form.plan, access=request.access)
        except DomainError as error:
            form.add_error("name", str(error.sentence))
        else:
            return done(request, _list(request), _("The team %(name)s is there.") % {"name": made.name})
    return page(request, "accounts/team.html", {"form": form, "team": None, "back": _list(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.PEOPLE)
def team(request: AccessRequest, team: int) -> HttpResponse:
    """Its name, people and brands."""
    found = get_object_or_404(Team.objects, pk=team)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(found, form.plan, access=request.access)
        except DomainError as error:
            form.add_error("name", str(error.sentence))
        else:
            return done(request, _list(request), _("Saved."))
    return page(request, "accounts/team.html", {"form": form, "team": found, "back": _list(request)})


@require_POST
@needs(Can.PEOPLE)
def remove(request: AccessRequest, team: int) -> HttpResponse:
    """Away with it; its people stay."""
    found = get_object_or_404(Team.objects, pk=team)
    services.remove(found, access=request.access)
    return done(request, _list(request), _("The team %(name)s was removed.") % {"name": found.name})


def _form(request: AccessRequest, found: Team | None = None) -> TeamForm:
    initial = {}
    if found is not None:
        initial = {
            "name": found.name,
            "members": list(TeamMember.objects.filter(team=found).values_list("membership_id", flat=True)),
            "brands": list(TeamBrand.objects.filter(team=found).values_list("brand_id", flat=True)),
        }
    data = request.POST if request.method == "POST" else None
    return TeamForm(data, people=directory.active(), brands=request.access.brands, initial=initial)


def _list(request: AccessRequest) -> str:
    return reverse("accounts:teams", args=[request.access.organization.slug])
