"""The same call twice is one call: `Idempotency-Key` keeps its answer for 24 hours.

The answer is written in the transaction of what the call does. Of two at once the second waits for the first one's end
and gets its answer. A call that was refused left nothing behind and may be made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.keys import Program
from accounts.models import ApiCall
from core.problems import UNUSABLE, problem

HEADER = "Idempotency-Key"
LONGEST = 128
KEPT_HEADERS = ("ETag", "Location")


def once(request: Request, act: Callable[[], Response]) -> Response:
    """The answer of `act`, or the one that this key got under this name before; 422 when that was another call."""
    name = request.headers.get(HEADER, "")
    if not name or not isinstance(request.auth, Program):
        return act()
    if len(name) > LONGEST or not name.isprintable():
        return problem(UNUSABLE, "idempotency_key_unusable", _("An Idempotency-Key has at most 128 letters."))
    key, digest = request.auth.key, _digest(request)
    with transaction.atomic():
        if not _begun(key.organization_id, key.pk, name, digest):
            return _again(ApiCall.objects.get(key=key, name=name), digest)
        response = act()
        headers = {part: response[part] for part in KEPT_HEADERS if response.has_header(part)}
        ApiCall.objects.filter(key=key, name=name).update(
            status=response.status_code, answer=response.data, headers=headers
        )
    return response


BEGIN = """
INSERT INTO accounts_apicall (organization_id, key_id, name, digest, status, headers)
VALUES (%s, %s, %s, %s, 0, '{}') ON CONFLICT (organization_id, key_id, name) DO NOTHING
"""


def _begun(organization_id: int, key_id: Any, name: str, digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [organization_id, str(key_id), name, digest])
        return cursor.rowcount == 1


def _again(call: ApiCall, digest: str) -> Response:
    if call.digest != digest:
        sentence = _("This Idempotency-Key was used for another call. Take a new one.")
        return problem(UNUSABLE, "idempotency_key_reused", sentence)
    return Response(call.answer, status=call.status, headers={**call.headers, "Idempotency-Replayed": "true"})


def _digest(request: Request) -> str:
    said = f"{request.method} {request.get_full_path()}\n".encode() + request._request.body
    return hashlib.sha256(said).hexdigest()
