"""`/o/<organization>/people/`: members, invitations, and those who have left; and inviting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import ranks
from accounts.access import AccessRequest, needs
from accounts.grants import Can, Role
from accounts.models import Invitation
from accounts.models.user import Language
from accounts.selectors import directory
from accounts.selectors.directory import Line
from accounts.services import invitations
from accounts.services.invitations import Uninvitable
from accounts.team_forms import InviteForm
from core.errors import DomainError
from core.htmx import done, page

MEMBERS, INVITED, GONE = "members", "invited", "gone"


@require_safe
@needs(Can.PEOPLE)
def people(request: AccessRequest) -> HttpResponse:
    """The list, filtered by words, role and team; invitations and deactivated ones behind tabs."""
    everybody = directory.lines(request.access, timezone.now())
    here = [line for line in everybody if line.deactivated_at is None]
    gone = [line for line in everybody if line.deactivated_at is not None]
    open_ones = directory.open_invitations()
    chosen = request.GET.get("show", "")
    show = chosen if chosen in {INVITED, GONE} else MEMBERS
    filters = {name: request.GET.get(name, "")[:100] for name in ("q", "role", "team")}
    context: dict[str, Any] = {
        "show": show,
        "tabs": _tabs(request, show, (len(here), len(open_ones), len(gone))),
        "members": _filtered(gone if show == GONE else here, filters),
        "everybody": len(here),
        "invitations": open_ones,
        "filters": filters,
        "is_filtered": any(filters.values()),
        "roles": Role.choices,
        "teams": directory.teams(),
        "places": places(request, "people"),
        "here": address(request),
    }
    return page(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.PEOPLE)
def invite(request: AccessRequest) -> HttpResponse:
    """Several people at once; all of them or, with a sentence for each address that is wrong, nobody."""
    teams = directory.teams()
    spoken = get_language() or ""
    initial = {"language": spoken if spoken in Language.values else Language.ENGLISH.value}
    form = InviteForm(request.POST or None, access=request.access, teams=teams, initial=initial)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        addresses = form.cleaned_data["addresses"]
        sentence = ngettext(
            "The invitation to %(first)s is on its way.",
            "%(number)s invitations are on their way.",
            len(addresses),
        ) % {"first": addresses[0], "number": len(addresses)}
        return done(request, f"{address(request)}?show={INVITED}", sentence)
    given = [role for role, _label in form.fields["role"].choices]  # type: ignore[attr-defined]
    context = {
        "form": form,
        "meanings": ranks.meanings(given),
        "chosen_role": form["role"].value(),
        "days": invitations.DAYS,
        "has_teams": bool(teams),
        "back": address(request),
    }
    return page(request, "accounts/invite.html", context)


@require_POST
@needs(Can.PEOPLE)
def revoke(request: AccessRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects, pk=invitation_id)
    invitations.revoke(invitation, by=request.access.by)
    return done(request, f"{address(request)}?show={INVITED}", gettext("The invitation was taken back."))


@require_POST
@needs(Can.PEOPLE)
def send_again(request: AccessRequest, invitation_id: UUID) -> HttpResponse:
    """A fresh link; the old one dies."""
    rows = Invitation.objects.select_related("organization")
    invitation = get_object_or_404(rows, pk=invitation_id)
    invitations.send_again(invitation, by=request.access.by)
    sentence = gettext("A fresh invitation is on its way to %(email)s. The link of the old one is dead.")
    return done(request, f"{address(request)}?show={INVITED}", sentence % {"email": invitation.email})


def address(request: AccessRequest) -> str:
    """Of the page of people."""
    return reverse("accounts:people", args=[request.access.organization.slug])


def places(request: AccessRequest, current: str) -> list[dict[str, Any]]:
    """People and teams beside each other."""
    slug = request.access.organization.slug
    found = {"people": gettext("People"), "teams": gettext("Teams")}
    return [
        {"label": label, "url": reverse(f"accounts:{name}", args=[slug]), "current": name == current}
        for name, label in found.items()
    ]


def _invited(request: AccessRequest, form: InviteForm) -> bool:
    """False with the rule's sentence in the form, so that nothing typed is lost."""
    try:
        invitations.invite_all(form.cleaned_data["addresses"], form.offer, access=request.access)
    except Uninvitable as error:
        for sentence in error.sentences:
            form.add_error("addresses", sentence)
        return False
    except DomainError as error:
        form.add_error(None, str(error.sentence))
        return False
    return True


def _filtered(lines: Sequence[Line], filters: dict[str, str]) -> list[Line]:
    return [line for line in lines if line.fits(filters["q"], filters["role"], filters["team"])]


def _tabs(request: AccessRequest, show: str, counts: tuple[int, int, int]) -> list[dict[str, Any]]:
    labels = (gettext("Members"), gettext("Invited"), gettext("Deactivated"))
    return [
        {
            "label": label,
            "url": f"{address(request)}?{urlencode({'show': name})}" if name != MEMBERS else address(request),
            "count": count,
            "current": name == show,
        }
        for name, label, count in zip((MEMBERS, INVITED, GONE), labels, counts, strict=True)
    ]
