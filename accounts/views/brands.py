"""`/o/<organization>/brands/`: all brands that the person may see, those in the trash, and a further one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts import zones
from accounts.access import AccessRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from accounts.models.organization import TONES
from accounts.services import brands as services
from accounts.settings_forms import NewBrandForm
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def brands(request: AccessRequest) -> HttpResponse:
    """The list; an owner's POST of `restore` takes a brand out of the trash."""
    owns = request.access.may(Can.OWN)
    if request.method == "POST":
        if not owns:
            raise PermissionDenied
        return _restore(request, request.POST.get("restore", ""))
    context = {
        "rows": [(brand, zones.place(brand.zone)) for brand in request.access.brands],
        "may_add": request.access.may_everywhere(Can.SETTINGS),
        "trashed": list(Brand.trash.order_by("trashed_at")) if owns else [],
        "days": services.DAYS,
    }
    return page(request, "accounts/brands.html", context)


def _restore(request: AccessRequest, number: str) -> HttpResponse:
    wanted = int(number) if number.isdecimal() and len(number) < 19 else 0
    brand = get_object_or_404(Brand.trash, pk=wanted)
    services.restore(brand, by=request.access.by)
    words = gettext("%(name)s is back. Its publishing is paused until you let it go on.") % {
        "name": brand.name
    }
    return done(request, brand.get_absolute_url(), words)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def new(request: AccessRequest) -> HttpResponse:
    """Only for who may set every brand: a limited member would make a brand that she cannot see."""
    access = request.access
    if not access.may_everywhere(Can.SETTINGS):
        raise PermissionDenied
    beginning = {
        "zone": access.organization.zone,
        "language": access.organization.language,
        "tone": len(access.brands) % TONES,
    }
    form = NewBrandForm(request.POST or None, initial=beginning)
    if request.method == "POST" and form.is_valid():
        brand = services.create(organization=access.organization, by=access.by, **form.cleaned_data)
        sentence = gettext("%(name)s is there. Connect its first channel.") % {"name": brand.name}
        return done(request, brand.get_absolute_url(), sentence)
    here = reverse("accounts:brands", args=[access.organization.slug])
    return page(request, "accounts/brand_new.html", {"form": form, "back": here})
