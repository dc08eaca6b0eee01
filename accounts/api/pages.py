"""Lists of the API: keyset pages as `{"items": […], "next": "<cursor>"}`; the last one has `next` null."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from rest_framework.request import Request
from rest_framework.response import Response

from core.paging import page

SIZE, LARGEST = 50, 200


def listed(
    request: Request, rows: models.QuerySet[Any], fields: tuple[str, str], shown: Callable[[Any], Any]
) -> Response:
    """A page of `rows` after `?cursor=`, `?limit=` long (50, at most 200); `fields` as core.paging.page wants them."""
    found = page(rows, fields, after=request.query_params.get("cursor", ""), size=limit_of(request))
    return Response({"items": [shown(row) for row in found.rows], "next": found.after or None})


def limit_of(request: Request) -> int:
    """How many were asked for; what is no number is 50."""
    text = request.query_params.get("limit", "")
    return min(max(int(text), 1), LARGEST) if text.isdecimal() and len(text) < 6 else SIZE
