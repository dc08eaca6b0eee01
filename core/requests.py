"""One log line for each request, and an id that goes through all lines of it and comes back to whoever asked."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core import addresses, logs, tally
from core.ids import uuid7

HEADER = "X-Request-ID"

GetResponse = Callable[[HttpRequest], HttpResponse]

_CLEAN = re.compile(r"[A-Za-z0-9_-]{8,64}")

log = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Gives the request an id (the one it came with, where that is short and clean) and writes one line about it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the id in its header."""
        came_with, began = request.headers.get(HEADER, ""), time.monotonic()
        request_id = came_with if _CLEAN.fullmatch(came_with) else uuid7().hex
        with logs.about(request=request_id):
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            log.info("request", extra=_facts(request, response, time.monotonic() - began))
        tally.flush_when_due()
        return response


def _facts(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, object]:
    """What the line says. Asks the database nothing: the person is named only if somebody asked who she is."""
    facts: dict[str, object] = {
        "method": request.method,
        "path": addresses.shown(request),
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
    }
    person, access = vars(request).get("_cached_user"), vars(request).get("access")
    if person is not None and person.pk is not None:
        facts["user"] = person.pk
    if access is not None:
        facts["organization"] = access.organization.pk
    return facts
