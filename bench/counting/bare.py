"""A bare view that reads one row: what any page of Django costs here at the least. The product's addresses beside it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.doors import Door

PATH = "/bare/"


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """One row by an index, as text."""
    return HttpResponse(str(Door.objects.filter(kind=Door.Kind.BRAND).values_list("key", flat=True)[0]))


urlpatterns = [path("bare/", bare), path("", include("smm.urls"))]
