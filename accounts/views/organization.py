"""`/o/<organization>/settings/`: what an organization is called and begins with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import AccessRequest, needs
from accounts.grants import Can
from accounts.selectors.quiet import quiet_hours
from accounts.services import changing
from accounts.services.addresses import BadAddress
from accounts.services.changing import Changed
from accounts.settings_forms import FaceForm, OrganizationForm
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def organization(request: AccessRequest) -> HttpResponse:
    """Only for who may set every brand. What was typed is never lost."""
    if not request.access.may_everywhere(Can.SETTINGS):
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, OrganizationForm.showing(request.access.organization))
    form = OrganizationForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    try:
        row = changing.change_organization(
            request.access.organization, form.cleaned_data, seen=form.seen, by=request.access.by
        )
    except (BadAddress, Changed) as error:
        request.access.organization.refresh_from_db()
        form.refuse(error)
        return _show(request, form)
    return done(request, reverse("accounts:organization", args=[row.slug]), gettext("Saved."))


def _show(request: AccessRequest, form: FaceForm) -> HttpResponse:
    here = request.access.organization
    context = {
        "form": form,
        "organization": here,
        "seen": form.seen_again(here),
        "quiet": quiet_hours(here),
    }
    return page(request, "accounts/organization.html", context)
