"""`/o/<organization>/brands/`: all brands that the person may see, and a further one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import zones
from accounts.access import AccessRequest, needs
from accounts.grants import Can
from accounts.models.organization import TONES
from accounts.services import brands as services
from accounts.settings_forms import NewBrandForm
from core.htmx import done, page


@require_safe
@needs(Can.SETTINGS)
def brands(request: AccessRequest) -> HttpResponse:
    """The list."""
    context = {
        "rows": [(brand, zones.place(brand.zone)) for brand in request.access.brands],
        "may_add": request.access.may_everywhere(Can.SETTINGS),
    }
    return page(request, "accounts/brands.html", context)


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
