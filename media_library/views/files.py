"""A file by its signed address. Needs no session: whoever was given the address may look."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from media_library import addresses, encoding
from media_library.services import renditions


@require_safe
@login_not_required
def file(request: HttpRequest, signed: str) -> HttpResponse:
    """The picture; 404 for a forged or old address and for a file that is gone. Never anything that runs."""
    place = addresses.place_of(signed)
    if place is None:
        raise Http404
    try:
        found = renditions.rendition_of(place.organization_id, place.sha256, place.rendition)
    except (FileNotFoundError, KeyError):
        raise Http404 from None
    return HttpResponse(
        found,
        content_type=encoding.mime_of(found),
        headers={
            "Cache-Control": f"private, max-age={addresses.LIFE}, immutable",
            "Content-Disposition": "inline",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-site",
        },
    )
