"""Folders: made, renamed, removed."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.htmx import done
from media_library.models import Folder
from media_library.services import organizing
from media_library.views.library import folder_of


@require_POST
@needs(Can.WRITE)
def new(request: BrandRequest) -> HttpResponse:
    """A folder `name` inside `parent`."""
    parent = folder_of(request.POST.get("parent", ""))
    made = organizing.create_folder(
        request.brand, request.POST.get("name", ""), parent=parent, by=request.access.by
    )
    return done(request, _address(request, made), _("The folder “%(name)s” is there.") % {"name": made.name})


@require_POST
@needs(Can.WRITE)
def change(request: BrandRequest, folder: UUID) -> HttpResponse:
    """Another name."""
    found = get_object_or_404(Folder, pk=folder)
    named = organizing.rename_folder(found, request.POST.get("name", ""), by=request.access.by)
    return done(
        request, _address(request, named), _("The folder is called “%(name)s” now.") % {"name": named.name}
    )


@require_POST
@needs(Can.WRITE)
def remove(request: BrandRequest, folder: UUID) -> HttpResponse:
    """The end of an empty folder."""
    found = get_object_or_404(Folder, pk=folder)
    organizing.delete_folder(found, by=request.access.by)
    return done(
        request, _address(request, found.parent), _("The folder “%(name)s” is gone.") % {"name": found.name}
    )


def _address(request: BrandRequest, folder: Folder | None) -> str:
    base = reverse("media_library:library", args=[request.brand.slug])
    return f"{base}?{urlencode({'folder': folder.pk})}" if folder else base
