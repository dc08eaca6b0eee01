"""A rule's no becomes an answer that a person can read; what is too large is not even read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.htmx import is_fragment, toast

GetResponse = Callable[[HttpRequest], HttpResponse]
CONFLICT = 409
TOO_LARGE = 413


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


class BodyCapMiddleware:
    """A form with files that is announced as larger than any of ours, or without a length, is refused before it is read.

    What is not a form with files is bounded by Django (DATA_UPLOAD_MAX_MEMORY_SIZE) or written to disk in pieces. A view
    that has `bounds_its_body` says its own sentence.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's own answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Before anything asks for what was posted."""
        if request.content_type != "multipart/form-data" or getattr(view, "bounds_its_body", False):
            return None
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) <= settings.BODY_MAX_BYTES:
            return None
        sentence = _("This is more than can be sent at once. Choose smaller files.")
        if is_fragment(request):
            return toast(sentence, tone="fail", status=TOO_LARGE)
        return HttpResponse(sentence, status=TOO_LARGE, content_type="text/plain; charset=utf-8")
