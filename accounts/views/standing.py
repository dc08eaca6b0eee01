"""`/o/<organization>/me/`: a person's own place in an organization: her role, her absence, leaving."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import ranks
from accounts.access import AccessRequest, needs
from accounts.grants import Can, Role
from accounts.selectors import directory
from accounts.services import departures, ownership
from accounts.views import parting
from accounts.views.member import away_form, get_member, keep_away
from core.errors import DomainError
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.VIEW)
def standing(request: AccessRequest) -> HttpResponse:
    """What she is here; a POST sets her absence."""
    mine = get_member(request.access.membership.pk)
    form = away_form(mine, request.POST if request.method == "POST" else None)
    here = reverse("accounts:standing", args=[request.access.organization.slug])
    if request.method == "POST" and form.is_valid():
        try:
            keep_away(request, mine, form)
        except DomainError as error:
            form.add_error(None, str(error.sentence))
        else:
            return done(request, here, _("Saved."))
    line = next(one for one in directory.lines(request.access, timezone.now()) if one.membership == mine.pk)
    offer = ownership.current()
    context = {
        "member": mine,
        "line": line,
        "means": ranks.MEANS[mine.role],
        "form": form,
        "offer": offer if offer and offer.taker_id == mine.pk else None,
        "is_owner": mine.role == Role.OWNER,
    }
    return page(request, "accounts/standing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.VIEW)
def leave(request: AccessRequest) -> HttpResponse:
    """Ask what becomes of what she leaves behind, then end her own membership."""
    form = parting.form_for(request.access.membership, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            departures.leave(form.fates, parting.heir(form), access=request.access)
        except DomainError as error:
            form.add_error(None, str(error.sentence))
        else:
            sentence = _("You have left %(organization)s.") % {
                "organization": request.access.organization.name
            }
            return done(request, "/", sentence)
    context = {"form": form, "back": reverse("accounts:standing", args=[request.access.organization.slug])}
    return page(request, "accounts/leave.html", context)
