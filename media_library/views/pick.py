"""The library as the composer shows it: files to choose from, in a dialog."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.htmx import page
from media_library.selectors import folders
from media_library.views.sight import filters, page_of

SIZE = 40
LIST, MORE = "media_library/pick/list.html", "media_library/pick/tiles.html"


@require_safe
@needs(Can.WRITE)
def show(request: BrandRequest) -> HttpResponse:
    """The newest first; `?q=`, `?folder=` and `?kind=` narrow, `?after=` goes on."""
    asked, after = filters(request.GET), request.GET.get("after", "")
    cards, more = page_of(request.brand, asked, request.path, after=after, size=SIZE)
    context = {"cards": cards, "more_url": more, "filters": asked}
    if not after:
        context["folders"] = folders.flat(request.brand)
    return page(request, MORE if after else LIST, context)
