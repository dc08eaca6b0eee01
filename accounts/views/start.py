"""`/me/start/`: the first organization and brand of a person who has none."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, framed
from accounts.forms import StartForm, spoken
from accounts.services import organizations
from core.htmx import done, page


@require_http_methods(["GET", "POST"])
@framed
def start(request: PersonRequest) -> HttpResponse:
    """Who has a brand is led there; where sign-up is closed, only an invitation helps."""
    if request.access is not None:
        return redirect("home")
    if not settings.OPEN_SIGNUP:
        return page(request, "accounts/uninvited.html", {})
    form = StartForm(request.POST or None, initial={"zone": "UTC", "language": spoken()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        brand = organizations.create(
            name=values["organization_name"],
            owner=request.user,
            brand_name=values["brand_name"],
            zone=values["zone"],
            language=values["language"],
        )
        return done(request, brand.get_absolute_url())
    return page(request, "accounts/start.html", {"form": form})
