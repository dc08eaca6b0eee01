"""`/me/organizations/`: the organizations a person belongs to, and the way into each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import AccessRequest, PersonRequest, needs, owned
from accounts.grants import Can
from accounts.selectors import mine
from core.htmx import page


@require_safe
@owned
def organizations(request: PersonRequest) -> HttpResponse:
    """All of them, in one query; the frame's menu fetches the list when it is opened."""
    context = {"memberships": mine.memberships(request.user), "here": request.GET.get("here", "")}
    return page(request, "accounts/organizations.html", context, fragment="accounts/organizations/list.html")


@require_safe
@needs(Can.VIEW)
def enter(request: AccessRequest) -> HttpResponse:
    """To the first brand that she sees there; without any to her own place."""
    brand = next(iter(request.access.brands), None)
    if brand is not None:
        return redirect(brand)
    return redirect(reverse("accounts:standing", args=[request.access.organization.slug]))
