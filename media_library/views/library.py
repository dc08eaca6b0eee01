"""`/b/<brand>/media/`: the brand's files, and what is done with many of them at once."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.htmx import is_fragment, page
from media_library.errors import Misplaced
from media_library.models import Asset, Folder
from media_library.selectors import library
from media_library.services import organizing, trashing
from media_library.views import upload_words
from media_library.views.answers import Answer, answer
from media_library.views.room import room
from media_library.views.sight import filters, page_of, sight
from media_library.views.unfinished import unfinished

MOST_AT_ONCE = 500


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest) -> HttpResponse:
    """The grid; `?after=` goes on. Scripts that scroll get the next files alone."""
    asked, after = filters(request.GET), request.GET.get("after", "")
    if after and is_fragment(request):
        return _more(request, after)
    may_write = request.access.may(Can.WRITE)
    context: dict[str, Any] = {
        "sight": sight(request.brand, asked, after=after),
        "room": room(request.brand),
        "unfinished": unfinished(request.access.person) if may_write else [],
        "may_write": may_write,
        "accepts": upload_words.ACCEPTS,
        "upload_words": json.dumps(upload_words.words(), ensure_ascii=False),
    }
    return page(request, "media_library/library.html", context)


@require_POST
@needs(Can.WRITE)
def move(request: BrandRequest) -> HttpResponse:
    """The chosen files into `folder`, or out of all folders."""
    chosen = _chosen(request)
    folder = folder_of(request.POST.get("folder", ""))
    before = {asset.pk: asset.folder_id for asset in chosen}
    organizing.move(chosen, folder, by=request.access.by)
    count = len(chosen)
    if folder is None:
        words = ngettext(
            "%(count)d file is in no folder now.", "%(count)d files are in no folder now.", count
        )
    else:
        words = ngettext(
            "%(count)d file moved to “%(folder)s”.", "%(count)d files moved to “%(folder)s”.", count
        )
    sentence = words % {"count": count, "folder": folder.name if folder else ""}
    gone = _gone(request, chosen, folder)
    return answer(request, Answer(sentence, gone=gone, undo=_way_back(chosen, before)))


@require_POST
@needs(Can.WRITE)
def tag(request: BrandRequest) -> HttpResponse:
    """Tags on the chosen files, or off them."""
    chosen = _chosen(request)
    tags = [one.strip() for one in request.POST.get("tags", "").split(",") if one.strip()]
    if not tags:
        return answer(request, Answer(_("Write a tag first."), tone="fail"))
    how = request.POST.get("how")
    takes_off = how == "remove"
    organizing.tag(chosen, **{"remove" if takes_off else "add": tags}, by=request.access.by)
    facts = {"count": len(chosen), "tags": ", ".join(tags)}
    if takes_off:
        words = ngettext(
            "“%(tags)s” taken off %(count)d file.", "“%(tags)s” taken off %(count)d files.", len(chosen)
        )
    else:
        words = ngettext(
            "%(count)d file tagged “%(tags)s”.", "%(count)d files tagged “%(tags)s”.", len(chosen)
        )
    undo = {"tags": ",".join(tags), "how": "add" if takes_off else "remove", "asset": _joined(chosen)}
    return answer(request, Answer(words % facts, undo=("tag_some", undo)))


@require_POST
@needs(Can.WRITE)
def trash(request: BrandRequest) -> HttpResponse:
    """The chosen files into the trash."""
    chosen = _chosen(request)
    count = trashing.trash(chosen, by=request.access.by)
    words = ngettext(
        "%(count)d file is in the trash. Posts that show it keep it.",
        "%(count)d files are in the trash. Posts that show them keep them.",
        count,
    )
    undo = {"asset": _joined(chosen)}
    gone = [str(asset.pk) for asset in chosen]
    return answer(request, Answer(words % {"count": count}, gone=gone, undo=("restore_some", undo)))


def ids(request: BrandRequest) -> list[UUID]:
    """The files a form names: `asset` once for each, or with commas between. Raises Misplaced for none or too many."""
    words = [word for word in ",".join(request.POST.getlist("asset")).split(",") if word]
    if not words:
        raise Misplaced(_("Choose at least one file first."))
    if len(words) > MOST_AT_ONCE:
        raise Misplaced(_("At most 500 files can be changed at once. Choose fewer."))
    try:
        return [UUID(word) for word in words]
    except ValueError:
        raise Http404 from None


def folder_of(text: str) -> Folder | None:
    """The folder with this id, None for "". Raises Http404 for one that this brand does not have."""
    if not text:
        return None
    try:
        found: Folder | None = Folder.objects.filter(pk=UUID(text)).first()
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def _chosen(request: BrandRequest) -> list[Asset]:
    """The files that the form names; 404 when one is not this brand's."""
    wanted = set(ids(request))
    found = library.some(list(wanted))
    if len(found) != len(wanted):
        raise Http404
    return found


def _gone(request: BrandRequest, chosen: list[Asset], folder: Folder | None) -> list[str]:
    """Those that the page which was open shows no more."""
    shown = request.POST.get("shown", "")
    leaves = bool(shown) and shown != (str(folder.pk) if folder else "")
    return [str(asset.pk) for asset in chosen] if leaves else []


def _way_back(chosen: list[Asset], before: dict[UUID, UUID | None]) -> tuple[str, dict[str, str]] | None:
    """The inverse of a move; none when the files lay in different folders."""
    folders = set(before.values())
    if len(folders) > 1:
        return None
    return "move_some", {"folder": str(folders.pop() or ""), "asset": _joined(chosen)}


def _joined(chosen: list[Asset]) -> str:
    return ",".join(str(asset.pk) for asset in chosen)


def _more(request: BrandRequest, after: str) -> HttpResponse:
    asked = filters(request.GET)
    shown, more = page_of(request.brand, asked, request.path, after=after, size=library.SIZE)
    context = {"sight": {"cards": shown, "more_url": more}, "may_write": request.access.may(Can.WRITE)}
    return page(request, "media_library/library/cards.html", context)
