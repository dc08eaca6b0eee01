"""`/b/<brand>/demo/`: what the demo is, and taking it away. `/o/<organization>/brands/example/`: another one to try."""

from __future__ import annotations

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccessRequest, BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from accounts.services import brands
from core.htmx import done, page
from core.tenancy import scope
from smm.demo import filling, removing

TEMPLATE, ASK = "smm/demo.html", "smm/demo/ask.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.OWN)
def remove(request: BrandRequest) -> HttpResponse:
    """A brand that is no demo has no such page. Who was only a person of the demo is signed out by it."""
    if not request.brand.is_demo:
        raise Http404
    if request.method != "POST":
        is_last = removing.takes_organization(request.brand)
        return page(request, TEMPLATE, {"brand": request.brand, "is_last": is_last}, fragment=ASK)
    removing.remove(request.brand, access=request.access)
    request.access.person.refresh_from_db()
    if not request.access.person.is_active:
        logout(request)
    return done(request, "/", _("The demo data is gone."))


@require_POST
@needs(Can.SETTINGS)
def example(request: AccessRequest) -> HttpResponse:
    """A brand with example posts, to try everything on; it can be removed as the demo can."""
    access = request.access
    if not access.may_everywhere(Can.SETTINGS):
        raise PermissionDenied
    with transaction.atomic():
        here = access.organization
        brand = brands.create(
            organization=here, name=_("Example brand"), zone=here.zone, language=here.language, by=access.by
        )
        with scope.enter(here.pk, [brand.pk]):
            Brand.objects.filter(pk=brand.pk).update(is_demo=True)
            filling.fill(brand, access.person)
    return done(request, brand.get_absolute_url(), _("Here is a brand to try everything on."))
