"""Language and theme, also for people who are not signed in: a cookie, and the person's own row where there is one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.middleware import YEAR
from accounts.models.user import Language, Theme

THEME_COOKIE = "theme"


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """POST language, next."""
    return _choose(request, "language", Language.values, settings.LANGUAGE_COOKIE_NAME)


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """POST theme (light, dark, system), next."""
    return _choose(request, "theme", Theme.values, THEME_COOKIE)


def _choose(request: HttpRequest, field: str, known: list[str], cookie: str) -> HttpResponse:
    chosen = request.POST.get(field, "")
    if chosen not in known:
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        setattr(request.user, field, chosen)
        request.user.save(update_fields=[field])
    response = redirect(_next(request))
    response.set_cookie(cookie, chosen, max_age=YEAR, secure=settings.SECURE, samesite="Lax")
    return response


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
