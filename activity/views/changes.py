"""Whether the frame's counts are still right; asked by pages that have nothing else to ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import AccessRequest, needs
from accounts.grants import Can
from core import live


@require_safe
@needs(Can.VIEW)
def changes(request: AccessRequest) -> HttpResponse:
    """304 while they are."""
    return live.answer(request, "", request.access.counts)
