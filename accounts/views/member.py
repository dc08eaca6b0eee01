"""`/o/<organization>/people/<membership>/`: one member, and what may be changed about her."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import ranks
from accounts.access import AccessRequest, needs
from accounts.grants import Can, Role
from accounts.models import Membership, MembershipBrand, TeamMember
from accounts.selectors import directory
from accounts.services import absences, departures, members
from accounts.team_forms import AwayForm, LeavingForm, MemberReachForm, RoleForm, TeamsForm
from accounts.views import parting
from accounts.views.asking_again import asks_again
from core.errors import DomainError, Sentence
from core.htmx import done, page


@require_safe
@needs(Can.PEOPLE)
def member(request: AccessRequest, membership: int) -> HttpResponse:
    """Everything about her."""
    return _show(request, get_member(membership))


@require_POST
@needs(Can.PEOPLE)
def role(request: AccessRequest, membership: int) -> HttpResponse:
    """Another role. Making an owner asks for the password first."""
    found = get_member(membership)
    form = RoleForm(request.POST, access=request.access)
    if not form.is_valid():
        return _show(request, found, role=form)
    wanted = Role(form.cleaned_data["role"])
    if wanted == Role.OWNER and found.role != Role.OWNER:
        again = asks_again(request, _page(request, found))
        if again is not None:
            return again
    try:
        members.change_role(found, wanted, access=request.access)
    except DomainError as error:
        return _refused(request, found, "role", form, error)
    return _done(request, found, _("%(name)s is now: %(role)s.") % _named(found, role=wanted.label))


@require_POST
@needs(Can.PEOPLE)
def reach(request: AccessRequest, membership: int) -> HttpResponse:
    """Which brands she sees, and where she is more."""
    found = get_member(membership)
    form = _reach_form(request, found, request.POST)
    if not form.is_valid():
        return _show(request, found, reach=form)
    try:
        members.set_reach(found, form.reach, access=request.access)
    except DomainError as error:
        return _refused(request, found, "reach", form, error)
    return _done(request, found, _("Saved. It counts from their next click."))


@require_POST
@needs(Can.PEOPLE)
def teams(request: AccessRequest, membership: int) -> HttpResponse:
    """Her teams."""
    found = get_member(membership)
    form = TeamsForm(request.POST, teams=directory.teams())
    if not form.is_valid():
        return _show(request, found, teams=form)
    try:
        members.set_teams(found, form.cleaned_data["teams"], access=request.access)
    except DomainError as error:
        return _refused(request, found, "teams", form, error)
    return _done(request, found, _("Saved."))


@require_POST
@needs(Can.PEOPLE)
def away(request: AccessRequest, membership: int) -> HttpResponse:
    """Her stand-in."""
    found = get_member(membership)
    form = away_form(found, request.POST)
    if not form.is_valid():
        return _show(request, found, away=form)
    try:
        keep_away(request, found, form)
    except DomainError as error:
        return _refused(request, found, "away", form, error)
    return _done(request, found, _("Saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.PEOPLE)
def deactivate(request: AccessRequest, membership: int) -> HttpResponse:
    """Ask what becomes of what she leaves behind, then end her membership."""
    found = get_member(membership)
    if found.pk == request.access.membership.pk:
        return redirect("accounts:leave", request.access.organization.slug)
    form = parting.form_for(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _deactivated(request, found, form):
        people = reverse("accounts:people", args=[request.access.organization.slug])
        return done(
            request, people, _("%(name)s is deactivated and can open nothing here any more.") % _named(found)
        )
    context = {"member": found, "form": form, "back": _page(request, found)}
    return page(request, "accounts/deactivate.html", context)


@require_POST
@needs(Can.PEOPLE)
def reactivate(request: AccessRequest, membership: int) -> HttpResponse:
    """She is back."""
    found = get_member(membership)
    departures.reactivate(found, access=request.access)
    return _done(request, found, _("%(name)s is a member again.") % _named(found))


def get_member(membership: int) -> Membership:
    """A member of the open organization, also a deactivated one. Raises Http404."""
    rows = Membership.objects.select_related("user", "stand_in__user")
    found: Membership = get_object_or_404(rows, pk=membership)
    return found


def away_form(found: Membership, data: Any = None) -> AwayForm:
    """The form of her absence, by her own clock."""
    people = [one for one in directory.active() if one.pk != found.pk]
    zone = found.user.zone
    return AwayForm(data, zone=zone, people=people, initial=AwayForm.initial_of(found, zone))


def keep_away(request: AccessRequest, found: Membership, form: AwayForm) -> None:
    """Write what a valid form says. Raises NotAllowed."""
    chosen = form.cleaned_data["stand_in"]
    stand_in = get_member(chosen) if chosen else None
    absences.set_away(found, stand_in, form.moment("since"), form.moment("until"), access=request.access)


def _show(request: AccessRequest, found: Membership, **forms: Form) -> HttpResponse:
    access = request.access
    given = ranks.up_to(access.membership.role)
    now = timezone.now()
    is_owner = found.role == Role.OWNER
    line = next(one for one in directory.lines(access, now) if one.membership == found.pk)
    context = {
        "member": found,
        "line": line,
        "meanings": ranks.meanings(given),
        "role_form": forms.get("role") or RoleForm(initial={"role": found.role}, access=access),
        "reach_form": forms.get("reach") or _reach_form(request, found),
        "teams_form": forms.get("teams") or _teams_form(found),
        "away_form": forms.get("away") or away_form(found),
        "may_change": not is_owner or access.membership.role == Role.OWNER,
        "is_me": found.pk == access.membership.pk,
        "brands": len(access.brands),
        "back": reverse("accounts:people", args=[access.organization.slug]),
    }
    return page(request, "accounts/member.html", context)


def _reach_form(request: AccessRequest, found: Membership, data: Any = None) -> MemberReachForm:
    held = dict(MembershipBrand.objects.filter(membership=found).values_list("brand_id", "role"))
    return MemberReachForm(data, access=request.access, member=found, held=held)


def _teams_form(found: Membership) -> TeamsForm:
    held = list(TeamMember.objects.filter(membership=found).values_list("team_id", flat=True))
    return TeamsForm(teams=directory.teams(), initial={"teams": held})


def _deactivated(request: AccessRequest, found: Membership, form: LeavingForm) -> bool:
    heir = parting.heir(form)
    try:
        departures.deactivate(found, form.fates, heir, access=request.access)
    except DomainError as error:
        form.add_error(None, str(error.sentence))
        return False
    return True


def _refused(
    request: AccessRequest, found: Membership, name: str, form: Form, error: DomainError
) -> HttpResponse:
    """The page as it was typed, with the rule's sentence."""
    form.add_error(None, str(error.sentence))
    return _show(request, get_member(found.pk), **{name: form})


def _page(request: AccessRequest, found: Membership) -> str:
    return reverse("accounts:member", args=[request.access.organization.slug, found.pk])


def _done(request: AccessRequest, found: Membership, sentence: Sentence) -> HttpResponse:
    return done(request, _page(request, found), sentence)


def _named(found: Membership, **more: Any) -> dict[str, Any]:
    return {"name": str(found.user), **more}
