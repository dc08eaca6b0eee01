"""`/`: to the brand she was in last, to the first steps, or to sign-in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.access import BRAND_COOKIE, in_last_brand


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Nothing is shown here, so nobody stays."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    with in_last_brand(request.user, request.COOKIES.get(BRAND_COOKIE, "")) as access:
        if access is None or access.brand is None:
            return redirect("accounts:start")
        return redirect(access.brand)
