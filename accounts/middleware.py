"""Who is signed in: her language, her zone, and her name for the database."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core.tenancy import scope

GetResponse = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """A signed-in person's own language wins over cookie and browser; the database learns who she is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        language = (
            person.language if person.is_authenticated else translation.get_language_from_request(request)
        )
        with scope.as_person(person.pk), translation.override(language):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
