"""`/o/<organization>/ownership/`: handing the organization over, from both sides."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccessRequest, needs
from accounts.grants import Can, Role
from accounts.models import OwnershipOffer
from accounts.selectors import directory
from accounts.services import ownership
from accounts.team_forms import OwnershipForm
from accounts.views.asking_again import asks_again
from accounts.views.member import get_member
from core.errors import DomainError
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.OWN)
def ownership_page(request: AccessRequest) -> HttpResponse:
    """Choose the new owner; the password is asked first."""
    again = asks_again(request, _here(request))
    if again is not None:
        return again
    people = [one for one in directory.active() if one.role != Role.OWNER]
    form = OwnershipForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = ownership.offer(get_member(form.cleaned_data["taker"]), access=request.access)
        except DomainError as error:
            form.add_error("taker", str(error.sentence))
        else:
            return done(request, _here(request), _("%(name)s has been asked.") % {"name": made.taker.user})
    context = {"form": form, "offer": ownership.current(), "days": ownership.DAYS, "nobody": not people}
    return page(request, "accounts/ownership.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.VIEW)
def offered(request: AccessRequest) -> HttpResponse:
    """The other side: what it means, and yes or no. 403 for whom nothing was offered."""
    offer = ownership.current()
    if offer is None or offer.taker_id != request.access.membership.pk:
        raise PermissionDenied
    if request.method != "POST":
        return page(request, "accounts/ownership_offered.html", {"offer": offer})
    back = reverse("accounts:standing", args=[request.access.organization.slug])
    if request.POST.get("answer") != "accept":
        ownership.decline(offer, access=request.access)
        return done(request, back, _("You have declined. Nothing has changed."))
    again = asks_again(request, request.path)
    if again is not None:
        return again
    ownership.accept(offer, access=request.access)
    words: dict[str, Any] = {"organization": request.access.organization.name}
    return done(request, back, _("You own %(organization)s now.") % words)


@require_POST
@needs(Can.OWN)
def withdraw(request: AccessRequest) -> HttpResponse:
    """Take the open offer back."""
    ownership.withdraw(get_object_or_404(OwnershipOffer.objects, ended_at=None), access=request.access)
    return done(request, _here(request), _("The offer was taken back."))


def _here(request: AccessRequest) -> str:
    return reverse("accounts:ownership", args=[request.access.organization.slug])
