"""`/b/<brand>/settings/`: what a brand is called and how it looks."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts import colours, zones
from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.selectors.quiet import quiet_hours
from accounts.services import changing
from accounts.services.addresses import BadAddress
from accounts.services.changing import Changed
from accounts.settings_forms import BrandForm, FaceForm
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def brand(request: BrandRequest) -> HttpResponse:
    """What was typed is never lost."""
    if request.method != "POST":
        return _show(request, BrandForm.showing(request.brand))
    form = BrandForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    try:
        row = changing.change_brand(request.brand, form.cleaned_data, seen=form.seen, by=request.access.by)
    except (BadAddress, Changed) as error:
        request.brand.refresh_from_db()
        form.refuse(error)
        return _show(request, form)
    return done(request, reverse("accounts:brand", args=[row.slug]), gettext("Saved."))


def _show(request: BrandRequest, form: FaceForm) -> HttpResponse:
    here = request.brand
    context = {
        "form": form,
        "brand": here,
        "seen": form.seen_again(here),
        "place": zones.place(here.zone),
        "quiet": quiet_hours(request.access.organization),
        "may_delete": request.access.may(Can.OWN),
        "verdict": colours.verdict(here.accent) if here.accent else None,
    }
    return page(request, "accounts/brand.html", context)
