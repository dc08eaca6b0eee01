"""`/mailbox/`: what this machine has sent, in development only; anywhere else there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from smm.mailbox import letters

FRAME = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
FOLDER = settings.BASE_DIR / ".data" / "mail"


def _in_development(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mails hold links with secrets: nobody but the developer at her own machine sees them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEVELOPMENT:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@csp_update({"frame-src": [SELF]})
@login_not_required
@require_safe
@never_cache
@_in_development
def show(request: HttpRequest) -> HttpResponse:
    """The list, and one mail in a frame that runs nothing."""
    found = letters.listed(FOLDER)
    wanted = request.GET.get("mail", "")
    chosen = next((one for one in found if one.key == wanted), found[0] if found else None)
    return render(request, "smm/mailbox/page.html", {"letters": found, "chosen": chosen})


@xframe_options_sameorigin
@login_not_required
@require_safe
@never_cache
@_in_development
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One mail."""
    try:
        html = letters.page(FOLDER, key)
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(html, headers={"Content-Security-Policy": FRAME, "Referrer-Policy": "no-referrer"})
