"""A rule's no becomes an answer that a person can read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from core.errors import DomainError
from core.htmx import is_fragment, toast

GetResponse = Callable[[HttpRequest], HttpResponse]
CONFLICT = 409


class DomainErrorMiddleware:
    """DomainError: the API answers 409 with its code, htmx shows a toast, a plain form gets a page with a way back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's own answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only for DomainError; everything else rises."""
        if not isinstance(error, DomainError):
            return None
        if request.path.startswith("/api/"):
            problem = {"code": error.code, "title": str(error.sentence), "status": CONFLICT}
            return JsonResponse(problem, status=CONFLICT, content_type="application/problem+json")
        if is_fragment(request):
            return toast(error.sentence, tone="fail", status=CONFLICT)
        back = request.headers.get("Referer", "")
        context = {"sentence": error.sentence, "back": back if _own(request, back) else "/"}
        return render(request, "409.html", context, status=CONFLICT)


def _own(request: HttpRequest, address: str) -> bool:
    return address.startswith(f"{request.scheme}://{request.get_host()}/")
