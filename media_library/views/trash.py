"""`/b/<brand>/media/trash/`: what was thrown away, for thirty days."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core import paging
from core.htmx import page
from media_library.models import Asset
from media_library.selectors import library, usage
from media_library.selectors.library import Wanted
from media_library.services import trashing
from media_library.services.trashing import DAYS
from media_library.views.answers import Answer, answer
from media_library.views.cards import cards
from media_library.views.library import ids
from media_library.views.room import room

SIZE = 60


@require_safe
@needs(Can.WRITE)
def show(request: BrandRequest) -> HttpResponse:
    """The latest first; `?after=` goes on."""
    rows = library.matching(request.brand, Wanted(trashed=True))
    found = paging.page(rows, ("-trashed_at", "-id"), after=request.GET.get("after", ""), size=SIZE)
    base = reverse("media_library:trash", args=[request.brand.slug])
    context = {
        "cards": cards(found.rows, request.brand, usage.counts(found.rows)),
        "more_url": f"{base}?after={found.after}" if found.after else "",
        "room": room(request.brand),
        "days": DAYS,
    }
    return page(request, "media_library/trash.html", context)


@require_POST
@needs(Can.WRITE)
def restore(request: BrandRequest) -> HttpResponse:
    """The chosen files back where they were."""
    chosen = _chosen(request)
    count = trashing.restore(chosen, by=request.access.by)
    words = ngettext("%(count)d file is back.", "%(count)d files are back.", count)
    return answer(request, _done(words % {"count": count}, chosen))


@require_POST
@needs(Can.WRITE)
def delete(request: BrandRequest) -> HttpResponse:
    """The chosen files for good. What a post still shows stays in that post."""
    chosen = _chosen(request)
    count = trashing.delete(chosen, by=request.access.by)
    words = ngettext("%(count)d file is deleted for good.", "%(count)d files are deleted for good.", count)
    return answer(request, _done(words % {"count": count}, chosen))


def _chosen(request: BrandRequest) -> list[Asset]:
    wanted = set(ids(request))
    found = list(Asset.with_trash.filter(pk__in=wanted, trashed_at__isnull=False))
    if len(found) != len(wanted):
        raise Http404
    return found


def _done(sentence: str, chosen: list[Asset]) -> Answer:
    gone = [str(asset.pk) for asset in chosen]
    return Answer(sentence, gone=gone, refreshed=("assets", "folders", "room"))
