"""Addresses with mistakes in them: what the tests of addresses must find. Used by those tests alone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from connections.models import Channel


@needs(Can.VIEW)
def looks_past_the_brand(request: BrandRequest, channel: UUID) -> HttpResponse:
    """Forgets that a row belongs to a brand."""
    return HttpResponse(get_object_or_404(Channel._base_manager, pk=channel).handle)


@needs(Can.VIEW)
def writes_when_looked_at(request: BrandRequest) -> HttpResponse:
    """Changes a row on GET."""
    Brand.objects.filter(pk=request.brand.pk).update(tone=11)
    return HttpResponse()


@needs(Can.VIEW)
def breaks(request: BrandRequest) -> HttpResponse:
    """Fails."""
    raise RuntimeError


@needs(Can.VIEW)
def asks_for_too_little(request: BrandRequest) -> HttpResponse:
    """Says that it needs another word than it asks for."""
    return HttpResponse(request.brand.name)


asks_for_too_little.needs = Can.OWN  # type: ignore[attr-defined]

urlpatterns = [
    path("b/<slug:brand>/past/<uuid:channel>/", looks_past_the_brand, name="past"),
    path("b/<slug:brand>/writes/", writes_when_looked_at, name="writes"),
    path("b/<slug:brand>/breaks/", breaks, name="breaks"),
    path("b/<slug:brand>/little/", asks_for_too_little, name="little"),
]
