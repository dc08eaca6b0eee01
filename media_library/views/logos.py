"""The logo of a brand and of an organization: look at it, put another one in its place, take it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.access import AccessRequest, BrandRequest, needs
from accounts.grants import Can
from accounts.services import changing
from core.htmx import done, page
from media_library import addresses
from media_library.errors import Unusable
from media_library.services import logos
from media_library.views.uploads import FIELD, measured

Write = Callable[[dict[str, str]], Any]


@csrf_exempt  # as in uploads: the length is looked at before the body is read, and the token all the same
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
@measured
@csrf_protect
def of_brand(request: BrandRequest) -> HttpResponse:
    """A brand's logo."""
    brand, by = request.brand, request.access.by

    def write(values: dict[str, str]) -> object:
        return changing.change_brand(brand, values, seen={}, by=by)

    back = reverse("accounts:brand", args=[brand.slug])
    shown = {
        "name": brand.name,
        "initial": brand.initial,
        "tone": brand.tone,
        "logo": brand.logo,
        "back": back,
    }
    return _answer(request, shown, write)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
@measured
@csrf_protect
def of_organization(request: AccessRequest) -> HttpResponse:
    """An organization's logo. Only for who may set every brand."""
    if not request.access.may_everywhere(Can.SETTINGS):
        raise PermissionDenied
    here, by = request.access.organization, request.access.by

    def write(values: dict[str, str]) -> object:
        return changing.change_organization(here, values, seen={}, by=by)

    back = reverse("accounts:organization", args=[here.slug])
    shown = {"name": here.name, "initial": here.name[:1], "tone": 0, "logo": here.logo, "back": back}
    return _answer(request, shown, write)


def _answer(request: AccessRequest, shown: dict[str, Any], write: Write) -> HttpResponse:
    if request.method != "POST":
        return _show(request, shown)
    if "remove" in request.POST:
        write({"logo": ""})
        return done(request, shown["back"], _("The logo is gone; the letter is back."))
    sent = request.FILES.get(FIELD)
    if sent is None:
        return _show(request, shown, _("Choose a file first."))
    try:
        sha256 = logos.keep(request.access.organization.pk, sent)
    except Unusable as error:
        return _show(request, shown, str(error.sentence))
    write({"logo": sha256})
    return done(request, shown["back"], _("The new logo is there."))


def _show(request: AccessRequest, shown: dict[str, Any], error: str = "") -> HttpResponse:
    logo = shown["logo"]
    big = addresses.address_of(request.access.organization.pk, logo, "thumb") if logo else ""
    context = {**shown, "logo": big, "error": error, "is_brand": request.access.brand is not None}
    return page(request, "media_library/logo.html", context)
