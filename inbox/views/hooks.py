"""`/hooks/<network>/<key>`: where networks tell us. Public; what counts is the signature of each body."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from inbox.services import hooking


@csrf_exempt
@login_not_required
@require_POST
def hook(request: HttpRequest, network: str, key: str) -> HttpResponse:
    """Keep a genuine body and answer at once; nothing is said about why another one is not taken."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > hooking.LARGEST:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return HttpResponse(status=hooking.take(network, key, request.body, headers).value)
