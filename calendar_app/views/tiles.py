"""Tiles of library files for the composer: asked for when files were chosen or uploaded."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app.selectors import composer
from calendar_app.selectors.composer import Wanted
from calendar_app.views import cropped


@require_safe
@needs(Can.WRITE)
def tiles(request: BrandRequest) -> HttpResponse:
    """The tiles of `?asset=…`, in this order, with the library's descriptions; 404 when one is not this brand's."""
    wanted = [Wanted(name) for name in dict.fromkeys(request.GET.getlist("asset"))]
    found, all_here = composer.tiles(wanted)
    if not all_here:
        raise Http404
    known = composer.channels(request.access.membership)
    context = {"tiles": [cropped.shown(tile, known) for tile in found]}
    return render(request, "calendar_app/composer/tiles.html", context)
