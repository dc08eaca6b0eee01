"""Adding files without a script: a plain form with several of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from media_library.errors import Unusable
from media_library.models import Asset
from media_library.services import intake, organizing
from media_library.views.answers import back
from media_library.views.library import folder_of
from media_library.views.uploads import FIELD, measured

MOST = 20


@csrf_exempt  # as for a single upload: `measured` comes before the token is read
@require_POST
@needs(Can.WRITE)
@measured
@csrf_protect
def add(request: BrandRequest) -> HttpResponse:
    """The files into `folder`; one that is refused does not keep the others out."""
    folder = folder_of(request.POST.get("folder", ""))
    kept: list[Asset] = []
    for sent in request.FILES.getlist(FIELD)[:MOST]:
        try:
            kept.append(intake.take_in(request.brand, sent, request.access.by))
        except Unusable as error:
            messages.error(request, f"{sent.name}: {error.sentence}")
    if kept and folder is not None:
        organizing.move(kept, folder, by=request.access.by)
    if kept:
        words = ngettext(
            "%(count)d file is in the library.", "%(count)d files are in the library.", len(kept)
        )
        messages.success(request, words % {"count": len(kept)})
    if not request.FILES:
        messages.error(request, _("Choose a file first."))
    return redirect(back(request))
