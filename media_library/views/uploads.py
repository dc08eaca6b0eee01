"""Uploading from the composer: a file goes in, its tile comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from media_library import addresses, reading
from media_library.errors import Unusable
from media_library.services import intake

FIELD = "file"
SLACK = 1_000_000
"""Bytes of a body beside its files."""

View = Callable[..., HttpResponse]


def measured(view: View) -> View:
    """Refuse a body that is too large by its announced length, before anything of it is read."""

    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > reading.MAX_BYTES + SLACK:
            raise Unusable(_("This file is larger than 20 MB. Make it smaller and try again."))
        return view(request, *args, **kwargs)

    checked.bounds_its_body = True  # type: ignore[attr-defined]  # read by BodyCapMiddleware
    return checked


@csrf_exempt  # reading the token reads the whole body: `measured` comes first, then csrf_protect checks it all the same
@require_POST
@needs(Can.WRITE)
@measured
@csrf_protect
def upload(request: BrandRequest) -> HttpResponse:
    """The tile of the new asset. Wants the file as `file`, one for each request, and may be given `alt`."""
    sent = request.FILES.get(FIELD)
    if sent is None:
        raise Unusable(_("Choose a file first."))
    alt = request.POST.get("alt", "")[:2000].replace("\x00", "")
    asset = intake.take_in(request.brand, sent, request.access.by, alt=alt)
    context = {"asset": asset, "thumb": addresses.address(asset, "thumb")}
    return render(request, "media_library/asset_tile.html", context)
