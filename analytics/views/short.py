"""`/l/<code>`: a short link. It leads only to what a member of the brand saved, and only over http and https."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from analytics.services import following


class WebRedirect(HttpResponseRedirect):
    """To the web and nowhere else: Django itself would also lead to ftp."""

    allowed_schemes = ["http", "https"]


@login_not_required
@require_safe
@never_cache
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """A GET of a person counts; looks of programs and HEAD do not. Nothing is set, asked or remembered of anybody."""
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    is_person = request.method == "GET" and following.looks_like_a_person(
        request.headers.get("User-Agent", ""), purpose
    )
    address = following.follow(code, is_person=is_person)
    if address is None:
        raise Http404
    response = WebRedirect(address)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer-when-downgrade"
    return response
