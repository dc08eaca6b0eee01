"""How the API says no: problem+json (RFC 9457) with a stable `code`; `errors` names fields of bad input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from core.errors import DomainError, Sentence

MEDIA = "application/problem+json"
CONFLICT, UNUSABLE = 409, 422


class Renderer(JSONRenderer):
    """JSON; a no says in its type that it is one."""

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> Any:
        """The bytes."""
        response = (renderer_context or {}).get("response")
        if response is not None and getattr(response, "is_problem", False):
            response.content_type = MEDIA
        return super().render(data, accepted_media_type, renderer_context)


class Parser(JSONParser):
    """JSON; what is nested too deep for anybody is no JSON."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The values. Raises ParseError."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError("This is nested too deep.") from error


def problem(
    status: int, code: str, sentence: Sentence, *, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """The answer that says no."""
    body = {"type": "about:blank", "status": status, "code": code, "title": str(sentence), **more}
    response = Response(body, status=status, headers=dict(headers or {}), content_type=MEDIA)
    response.is_problem = True  # type: ignore[attr-defined]
    return response


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to an exception; None for our own mistakes, which rise."""
    for kind, answer in _ANSWERS:
        if isinstance(error, kind):
            return answer(error)
    return None


def _unusable(error: Any) -> Response:
    return problem(UNUSABLE, "bad_input", _("Some of what was sent cannot be used."), errors=error.detail)


def _other(error: Any) -> Response:
    return problem(error.status_code, _code(error), str(error.detail), headers=_headers(error))


_ANSWERS: tuple[tuple[type[Exception], Callable[[Any], Response]], ...] = (
    (DomainError, lambda error: problem(CONFLICT, error.code, error.sentence)),
    (Http404, lambda error: problem(404, "not_found", _("There is no such thing here."))),
    (
        PermissionDenied,
        lambda error: problem(403, "forbidden", _("This key or person may not do that here.")),
    ),
    (exceptions.ValidationError, _unusable),
    (ModelValidationError, lambda error: problem(UNUSABLE, "bad_input", " ".join(error.messages))),
    (exceptions.APIException, _other),
)


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = str(getattr(error, "auth_header", ""))
    wait = getattr(error, "wait", None)
    if wait:
        headers["Retry-After"] = str(int(wait) + 1)
    return headers
