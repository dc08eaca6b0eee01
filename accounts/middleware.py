"""Who is signed in: her language, her zone, and her name for the database."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts import sessions
from accounts.access import BRAND_COOKIE
from core.tenancy import scope

GetResponse = Callable[[HttpRequest], HttpResponse]
YEAR = 365 * 24 * 3600


class PersonMiddleware:
    """A signed-in person's own language and zone win over cookie and browser; the database learns who she is.

    The brand whose page was opened is remembered in a cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with language, zone and person set."""
        person = request.user
        language = (
            person.language if person.is_authenticated else translation.get_language_from_request(request)
        )
        zone = ZoneInfo(person.zone) if person.is_authenticated else None
        sessions.note_use(request.session)
        with scope.as_person(person.pk), translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        _remember_brand(request, response)
        return response


def _remember_brand(request: HttpRequest, response: HttpResponse) -> None:
    brand = getattr(request, "brand", None)
    if brand is not None and request.COOKIES.get(BRAND_COOKIE) != brand.slug:
        response.set_cookie(
            BRAND_COOKIE, brand.slug, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax"
        )
