"""`/o/<organization>/people/`: members and invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccessRequest, needs
from accounts.forms import InviteForm
from accounts.grants import Can, Role
from accounts.models import Invitation
from accounts.selectors import people as selectors
from accounts.services import invitations
from core.errors import DomainError
from core.htmx import done, page


@require_http_methods(["GET", "POST"])
@needs(Can.PEOPLE)
def people(request: AccessRequest) -> HttpResponse:
    """The list; a POST invites."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        sentence = gettext("The invitation to %(email)s is on its way.") % {
            "email": form.cleaned_data["email"]
        }
        return done(request, _address(request), sentence)
    context: dict[str, Any] = {
        "form": form,
        "members": selectors.members(request.access.person),
        "invitations": selectors.open_invitations(),
        "days": invitations.DAYS,
        "here": _address(request),
    }
    return page(request, "accounts/people.html", context)


@require_POST
@needs(Can.PEOPLE)
def revoke(request: AccessRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects, pk=invitation_id)
    invitations.revoke(invitation, by=request.access.by)
    return done(request, _address(request), gettext("The invitation was taken back."))


def _invited(request: AccessRequest, form: InviteForm) -> bool:
    """False with the rule's sentence in the form, so that nothing typed is lost."""
    try:
        invitations.invite(
            organization=request.access.organization,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            by=request.access.by,
        )
    except DomainError as error:
        form.add_error("email", str(error.sentence))
        return False
    return True


def _address(request: AccessRequest) -> str:
    return reverse("accounts:people", args=[request.access.organization.slug])
